package serve

import (
	"net"
	"net/http"
	"strings"
)

// known tells whether a request names a host that can only be this server. A page of another site whose name was turned to this
// machine's address (DNS rebinding) names its own host and so reads nothing.
func known(r *http.Request, bound string) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || host == strings.ToLower(bound) {
		return true
	}
	ip := net.ParseIP(host)
	if ip == nil {
		return false
	}
	if ip.IsLoopback() {
		return true
	}
	at, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return at != nil && at.IP.Equal(ip)
}

// local tells whether only this machine can reach a name or an address.
func local(bound string) bool {
	ip := net.ParseIP(bound)
	return bound == "localhost" || strings.HasSuffix(bound, ".localhost") || ip != nil && ip.IsLoopback()
}
