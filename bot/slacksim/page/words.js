// The page's own words. What the app says is the app's.

const words = {
  pl: {
    who: "Kim chcesz być?", whoHint: "To lokalna makieta Slacka: nic nie wychodzi poza ten komputer. Osobę zmienisz w każdej chwili u góry strony.",
    switchUser: "Kim jesteś", language: "Język strony", menu: "Menu boczne", links: "Inne okna",
    admin: "administrator Slacka", guest: "gość w Slacku", stranger: "z innej organizacji", member: "członek Slacka",
    channels: "Kanały", direct: "Wiadomości bezpośrednie", apps: "Aplikacje", home: "Strona główna", messages: "Wiadomości", app: "APLIKACJA",
    unread: "nieprzeczytane", messageTo: "Wiadomość do", send: "Wyślij", attach: "Dodaj plik", shortcuts: "Skróty",
    noShortcuts: "Aplikacja nie ma skrótów.", completion: "Podpowiedzi", composerHint: "Enter wysyła · / pokazuje polecenia · Shift+Enter nowy wiersz",
    onlyYou: "Widoczne tylko dla Ciebie", dismiss: "Odrzuć wiadomość", edited: "(edytowano)", more: "Więcej działań",
    noMessages: "Nie ma tu jeszcze wiadomości. Wpisz / i wybierz polecenie.", loading: "Wczytywanie…", homeEmpty: "Aplikacja jeszcze nie narysowała tej strony.",
    today: "Dziś", yesterday: "Wczoraj", close: "Zamknij", cancel: "Anuluj", back: "Wstecz", optional: "(opcjonalnie)",
    choose: "Wybierz…", chooseDate: "Wybierz datę", chooseTime: "Wybierz godzinę", clear: "Wyczyść", remove: "Usuń", noResults: "Brak wyników",
    typeMore: "Wpisz co najmniej znaków: ", trouble: "Mamy problem z połączeniem. Spróbujesz jeszcze raz?", gone: "Tego już nie ma na ekranie.",
    offline: "Brak połączenia. Łączę ponownie…", unknown: "Nieznany element: ", picture: "Obraz", page: "Strona", previous: "Poprzednia", next: "Następna",
    hour: "+1 godz.", morning: "jutro 8:00", clock: "Zegar", replies: "Odpowiedź w wątku", file: "Plik",
    fileFailed: "Nie udało się wysłać pliku.", drop: "Upuść plik, aby go wysłać", newMessage: "Nowa wiadomość od",
    required: "To pole jest wymagane.", notEmail: "Wpisz poprawny adres e-mail.", notURL: "Wpisz poprawny adres URL.", notNumber: "Wpisz poprawną liczbę.",
    tooLow: "Wpisz liczbę nie mniejszą niż {n}.", tooHigh: "Wpisz liczbę nie większą niż {n}.", tooMany: "Wybierz najwyżej {n pozycję|pozycje|pozycji}.",
    tooShort: "Wpisz co najmniej {n znak|znaki|znaków}.", tooLong: "Wpisz najwyżej {n znak|znaki|znaków}.",
  },
  en: {
    who: "Who do you want to be?", whoHint: "This is a local mock of Slack: nothing leaves this computer. You can change the person at the top of the page at any time.",
    switchUser: "Who you are", language: "Language of the page", menu: "Sidebar", links: "Other windows",
    admin: "Slack admin", guest: "Slack guest", stranger: "from another organisation", member: "Slack member",
    channels: "Channels", direct: "Direct messages", apps: "Apps", home: "Home", messages: "Messages", app: "APP",
    unread: "unread", messageTo: "Message", send: "Send", attach: "Add a file", shortcuts: "Shortcuts",
    noShortcuts: "The app has no shortcuts.", completion: "Suggestions", composerHint: "Enter sends · / shows commands · Shift+Enter for a new line",
    onlyYou: "Only visible to you", dismiss: "Dismiss message", edited: "(edited)", more: "More actions",
    noMessages: "There are no messages yet. Type / and choose a command.", loading: "Loading…", homeEmpty: "The app has not drawn this page yet.",
    today: "Today", yesterday: "Yesterday", close: "Close", cancel: "Cancel", back: "Back", optional: "(optional)",
    choose: "Choose…", chooseDate: "Choose a date", chooseTime: "Choose a time", clear: "Clear", remove: "Remove", noResults: "No results",
    typeMore: "Characters to type at least: ", trouble: "We had some trouble connecting. Try again?", gone: "That is not on the screen any more.",
    offline: "No connection. Reconnecting…", unknown: "Unknown element: ", picture: "Picture", page: "Page", previous: "Previous", next: "Next",
    hour: "+1 h", morning: "tomorrow 8:00", clock: "Clock", replies: "Reply in thread", file: "File",
    fileFailed: "The file could not be sent.", drop: "Drop the file to send it", newMessage: "New message from",
    required: "Please complete this required field.", notEmail: "Please enter a valid email address.", notURL: "Please enter a valid URL.", notNumber: "Please enter a valid number.",
    tooLow: "Please enter a number of at least {n}.", tooHigh: "Please enter a number of at most {n}.", tooMany: "Please select no more than {n item|items}.",
    tooShort: "Please enter at least {n character|characters}.", tooLong: "Please enter at most {n character|characters}.",
  },
};

const KEY = "slacksim.language";
let language = "pl";

/** speak chooses the language: the reader's own choice, else the given one. */
export function speak(chosen) {
  language = words[localStorage.getItem(KEY)] ? localStorage.getItem(KEY) : words[chosen] ? chosen : "pl";
  document.documentElement.lang = language;
}

/** choose keeps the reader's choice of language. */
export function choose(chosen) {
  localStorage.setItem(KEY, chosen);
  speak(chosen);
}

export const spoken = () => language;

/** locale is how dates are written: in English as in Britain, with 24 hours. */
export const locale = () => (language === "en" ? "en-GB" : language);

export const w = (id) => words[language][id] ?? id;

const FORMS = { one: 0, few: 1, many: 2, other: 1 }; // by what Intl calls a number's form

/** counted is a word with a number in it: {n}, or {n page|pages} with what is counted. */
export const counted = (id, n) => w(id).replace(/\{n( [^}]*)?\}/, (_, forms) => {
  const form = FORMS[new Intl.PluralRules(language).select(n)];
  return new Intl.NumberFormat(locale()).format(n) + (forms ? " " + forms.trim().split("|")[form] : "");
});

/** said is what the setup says in several languages, in the page's. */
export const said = (text) => text?.[language] ?? Object.values(text ?? {})[0] ?? "";
