package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// courseFields are those of the form „Kurs" of p (R23): the course, and the guardian of a
// minor.
func (r Reader) courseFields(p crm.Person, f crm.CourseForm) []slack.Block {
	hint := courseHints[p.Type]
	return []slack.Block{
		note(joined(r.labelled("person.person", escape(p.Name(), maxRowName)), r.personType(p))),
		focused(r.line(field{id: crm.FieldCourse, label: "student.course", hint: hint}, f.Course, crm.MaxCourse, false)),
		r.line(field{id: crm.FieldLevel, label: "student.level"}, f.Level, crm.MaxCourse, false),
		r.line(field{id: crm.FieldGroup, label: "student.group"}, f.Group, crm.MaxCourse, false),
		r.day(field{id: crm.FieldCourseStart, label: "student.course_start"}, f.Start),
		r.line(field{id: crm.FieldGuardian, label: "student.guardian", hint: "student.guardian_hint"}, f.Guardian, crm.MaxName, false),
		r.line(field{id: crm.FieldGuardianPhone, label: "student.guardian_phone"}, f.GuardianPhone, maxPhone, false),
		r.line(field{id: crm.FieldGuardianEmail, label: "student.guardian_email"}, f.GuardianEmail, maxEmail, false),
	}
}

// courseHints say what a course makes of whoever gets one; nothing of others.
var courseHints = map[crm.Type]string{crm.TypeStudent: "student.course_hint", crm.TypeCRM: "student.course_hint_crm"}

func readCourse(f filled) crm.CourseForm {
	return crm.CourseForm{
		Course: f.text(crm.FieldCourse), Level: f.text(crm.FieldLevel), Group: f.text(crm.FieldGroup),
		Start: f.day(crm.FieldCourseStart), Guardian: f.text(crm.FieldGuardian),
		GuardianPhone: f.text(crm.FieldGuardianPhone), GuardianEmail: f.text(crm.FieldGuardianEmail),
	}
}
