package main

import (
	"os"
	"testing"

	"frontdesk/store/storetest"
)

// runMain, set in the environment, makes the test binary the program itself.
const runMain = "FRONTDESK_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	storetest.Main(m)
}
