package serve

import (
	"os/exec"
	"runtime"
)

// openBrowser opens an address in the user's browser.
func openBrowser(address string) error {
	c := exec.Command("xdg-open", address)
	switch runtime.GOOS {
	case "darwin":
		c = exec.Command("open", address)
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	}
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait() // so that it leaves no trace among the system's programs
	return nil
}
