package crm

// A Merged form is one that was opened on a person as they were and is to be saved over
// the person as others have made them since.
type Merged struct {
	Form   PersonEdit // as it was typed; what only others changed is as they saved it
	Theirs []string   // its fields that others have changed since, to something else than was typed
	Both   []string   // those of Theirs that were typed anew too: they stay as they were typed
}

// An Overtaken error refuses the save of a person's form, fields of which others have
// changed since it was opened. It is a [Stale] error, whose By are all who did so.
type Overtaken struct {
	Stale
	Merged
	Now Person // as saved
}

// Unwrap returns the error as one of any form.
func (o Overtaken) Unwrap() error { return o.Stale }

// Over implements [PersonEdit].
func (f PersonForm) Over(base, now Person) Merged {
	var m Merged
	was, is := base.Form(), now.Form()
	merge(&m, FieldGivenName, &f.GivenName, was.GivenName, is.GivenName, squeeze)
	merge(&m, FieldFamilyName, &f.FamilyName, was.FamilyName, is.FamilyName, squeeze)
	merge(&m, FieldPhone, &f.Phone, was.Phone, is.Phone, phoneKept)
	merge(&m, FieldEmail, &f.Email, was.Email, is.Email, squeeze)
	merge(&m, FieldCompany, &f.Company, was.Company, is.Company, squeeze)
	merge(&m, FieldNextStep, &f.NextStep, was.NextStep, is.NextStep, squeeze)
	merge(&m, FieldOwner, &f.Owner, was.Owner, is.Owner, same)
	merge(&m, FieldLanguage, &f.Language, was.Language, is.Language, same)
	m.Form = f
	return m
}

// Over implements [PersonEdit].
func (f CourseForm) Over(base, now Person) Merged {
	var m Merged
	was, is := base.CourseForm(), now.CourseForm()
	merge(&m, FieldCourse, &f.Course, was.Course, is.Course, squeeze)
	merge(&m, FieldLevel, &f.Level, was.Level, is.Level, squeeze)
	merge(&m, FieldGroup, &f.Group, was.Group, is.Group, squeeze)
	merge(&m, FieldCourseStart, &f.Start, was.Start, is.Start, same)
	merge(&m, FieldGuardian, &f.Guardian, was.Guardian, is.Guardian, squeeze)
	merge(&m, FieldGuardianPhone, &f.GuardianPhone, was.GuardianPhone, is.GuardianPhone, phoneKept)
	merge(&m, FieldGuardianEmail, &f.GuardianEmail, was.GuardianEmail, is.GuardianEmail, squeeze)
	m.Form = f
	return m
}

// Over implements [PersonEdit].
func (f ConsentForm) Over(base, now Person) Merged {
	var m Merged
	was, is := base.ConsentForm(), now.ConsentForm()
	merge(&m, FieldConsent, &f.Given, was.Given, is.Given, same)
	merge(&m, FieldConsentOn, &f.On, was.On, is.On, same)
	merge(&m, FieldConsentSource, &f.Source, was.Source, is.Source, squeeze)
	merge(&m, FieldConsentText, &f.Text, was.Text, is.Text, tidy)
	m.Form = f
	return m
}

// merge decides on one field, of which mine was typed: what others alone have changed
// becomes theirs, what both have stays mine. Values compare as they are kept.
func merge[T comparable](m *Merged, field string, mine *T, was, is T, kept func(T) T) {
	typed, before, now := kept(*mine), kept(was), kept(is)
	if before == now || typed == now {
		return
	}
	m.Theirs = append(m.Theirs, field)
	if typed != before {
		m.Both = append(m.Both, field)
		return
	}
	*mine = is
}

func same[T any](v T) T { return v }

// phoneKept is a phone number as it is kept, however it was typed; what is no number stays.
func phoneKept(typed string) string {
	p, err := ParsePhone(typed)
	if err != nil {
		return squeeze(typed)
	}
	return p.String()
}
