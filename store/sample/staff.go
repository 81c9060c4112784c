package sample

import (
	"fmt"
	"strings"

	"frontdesk/store/crm"
)

// A Member is somebody of the invented school's front office.
type Member struct {
	SlackUser string
	Name      string
	Email     string
	Role      crm.Role
}

// Staff is the whole front office: 26 people, of whom the first two are managers. A
// smaller school takes the first few.
func Staff() []Member {
	all := make([]Member, len(staffNames))
	for i, name := range staffNames {
		all[i] = Member{
			SlackUser: fmt.Sprintf("U0LINGUA%02d", i+1),
			Name:      name,
			Email:     strings.ReplaceAll(crm.Fold(name), " ", ".") + "@linguanova.example.com",
			Role:      crm.RoleReceptionist,
		}
		if i < 2 {
			all[i].Role = crm.RoleManager
		}
	}
	return all
}

var staffNames = []string{
	"Anna Nowak", "Piotr Wysocki", "Katarzyna Zając", "Jan Lis", "Magdalena Ćwik",
	"Oksana Bondarenko", "Tomasz Śliwa", "Joanna Wróbel", "Zofia Łuczak", "Marek Gołąb",
	"Ewa Dąbrowska", "Karolina Nowak-Żak", "Michał Kowalczyk", "Agnieszka Sikora", "Beata Mróz",
	"Dorota Kępa", "Grzegorz Pająk", "Halina Wójcik", "Iwona Źrebiec", "Paulina Jóźwiak",
	"Julia Maj", "Kinga Szczepańska", "Natalia Bąk", "Sylwia Adamska", "Urszula Ożóg",
	"Weronika Głowacka",
}
