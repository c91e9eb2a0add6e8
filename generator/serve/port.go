package serve

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// ports is how many ports are tried, one after the other.
const ports = 50

// listen takes the first free port from a wanted one on; 0 is any. localhost is both of its addresses, 127.0.0.1 and ::1, so that
// no other program answers at one of them.
func listen(bind string, port int, said func(text string)) ([]net.Listener, error) {
	var why error
	for at := port; at < port+ports && at < 1<<16; at++ {
		listeners, err := listenAt(bind, at)
		if err != nil {
			if why == nil {
				why = err
			}
			if port == 0 || errors.As(err, new(*net.DNSError)) {
				break // another port does not help
			}
			continue
		}
		if why != nil {
			said(fmt.Sprintf("Port %d is not free (%v), so the site is at %d.", port, cause(why), at))
		}
		if !local(bind) {
			said("Everybody in your network can read this site, with what is not published yet, at " + strings.Join(reachable(bind, portOf(listeners[0])), " ") + ". Leave out --bind to keep it on this machine.")
		}
		return listeners, nil
	}
	return nil, fmt.Errorf("cxgen cannot answer at %s: %w", net.JoinHostPort(bind, strconv.Itoa(port)), cause(why))
}

// listenAt takes one port.
func listenAt(bind string, port int) ([]net.Listener, error) {
	first := bind
	if bind == "localhost" {
		first = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(first, strconv.Itoa(port)))
	if err != nil || bind != "localhost" {
		return []net.Listener{l}, err
	}
	second, err := net.Listen("tcp", net.JoinHostPort("::1", strconv.Itoa(portOf(l))))
	if err == nil {
		return []net.Listener{l, second}, nil
	}
	if probe, none := net.Listen("tcp", "[::1]:0"); none == nil {
		probe.Close() // there is an ::1, so it is the port that is taken
		l.Close()
		return nil, err
	}
	return []net.Listener{l}, nil
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// cause is what an error of the network says without the addresses.
func cause(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// addressOf is where a browser finds what listens, without the path.
func addressOf(bind string, l net.Listener) string {
	if ip := net.ParseIP(bind); ip != nil && ip.IsUnspecified() {
		bind = "localhost"
	}
	return "http://" + net.JoinHostPort(bind, strconv.Itoa(portOf(l)))
}

// reachable are the addresses at which other machines find what is bound.
func reachable(bind string, port int) []string {
	if ip := net.ParseIP(bind); ip == nil || !ip.IsUnspecified() {
		return []string{"http://" + net.JoinHostPort(bind, strconv.Itoa(port)) + "/"}
	}
	var all []string
	nets, _ := net.InterfaceAddrs()
	for _, n := range nets {
		if n, ok := n.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && !n.IP.IsLoopback() {
			all = append(all, "http://"+net.JoinHostPort(n.IP.String(), strconv.Itoa(port))+"/")
		}
	}
	return all
}
