package scheduler

import (
	"testing"

	"frontdesk/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
