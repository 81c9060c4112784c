package crm

// The identifiers are unique within a workspace, never across workspaces.
// Zero means "none".
type (
	WorkspaceID int64
	StaffID     int64
	PersonID    int64
	TaskID      int64
	NoteID      int64
	EventID     int64
	DeliveryID  int64
	ViewID      int64
	ChoreID     int64
)
