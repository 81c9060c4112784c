package sample

// A spelling is a Ukrainian name as Poles write it and as its bearer does. Both fold
// to the same text, so that either finds the other.
type spelling struct{ latin, cyrillic string }

var ukrainianWomen = []spelling{
	{"Olena", "Олена"},
	{"Oksana", "Оксана"},
	{"Iryna", "Ірина"},
	{"Natalija", "Наталія"},
	{"Tetiana", "Тетяна"},
	{"Julija", "Юлія"},
	{"Kateryna", "Катерина"},
	{"Marija", "Марія"},
	{"Daryna", "Дарина"},
	{"Halyna", "Галина"},
	{"Wiktorija", "Вікторія"},
	{"Solomija", "Соломія"},
}

var ukrainianMen = []spelling{
	{"Andrij", "Андрій"},
	{"Oleksandr", "Олександр"},
	{"Serhij", "Сергій"},
	{"Dmytro", "Дмитро"},
	{"Iwan", "Іван"},
	{"Wołodymyr", "Володимир"},
	{"Bohdan", "Богдан"},
	{"Mykoła", "Микола"},
	{"Jurij", "Юрій"},
	{"Taras", "Тарас"},
	{"Maksym", "Максим"},
	{"Ostap", "Остап"},
}

// ukrainianSurnames are the same for everybody.
var ukrainianSurnames = []spelling{
	{"Szewczenko", "Шевченко"},
	{"Kowalenko", "Коваленко"},
	{"Bondarenko", "Бондаренко"},
	{"Tkaczenko", "Ткаченко"},
	{"Krawczenko", "Кравченко"},
	{"Olijnyk", "Олійник"},
	{"Melnyk", "Мельник"},
	{"Petrenko", "Петренко"},
	{"Marczenko", "Марченко"},
	{"Rudenko", "Руденко"},
	{"Kowalczuk", "Ковальчук"},
	{"Szewczuk", "Шевчук"},
	{"Hawryluk", "Гаврилюк"},
	{"Sawczenko", "Савченко"},
	{"Łysenko", "Лисенко"},
	{"Moroz", "Мороз"},
	{"Kuczer", "Кучер"},
	{"Bojko", "Бойко"},
}
