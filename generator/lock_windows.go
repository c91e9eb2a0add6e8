package generator

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"cxgen/generator/source"
)

const (
	deleteOnClose    = 0x04000000                  // FILE_FLAG_DELETE_ON_CLOSE
	sharingViolation = syscall.Errno(32)           // ERROR_SHARING_VIOLATION
	deletePending    = syscall.ERROR_ACCESS_DENIED // the other program is just closing it
)

// lock keeps other programs of the same user from building into a folder until the file that it gives is closed, or the program
// ends, however it does: a file that nobody else may open, named after the folder, that goes with its handle. The error is
// errBusy when another one was first.
func lock(folder string) (*os.File, error) {
	whole, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	name := filepath.Join(os.TempDir(), "cxgen-"+source.SumOf([]byte(strings.ToLower(whole))).String()+".lock")
	pointer, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	handle, err := syscall.CreateFile(pointer, syscall.GENERIC_WRITE, 0, nil, syscall.CREATE_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|deleteOnClose, 0)
	switch err {
	case nil:
		return os.NewFile(uintptr(handle), name), nil
	case sharingViolation, deletePending:
		return nil, errBusy
	}
	return nil, &os.PathError{Op: "lock", Path: name, Err: err}
}
