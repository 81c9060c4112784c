// The emoji that apps write by name most often. Others stay as they were written.

const named = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_down: "⬇️", arrow_left: "⬅️", arrow_right: "➡️", arrow_up: "⬆️",
  ballot_box_with_check: "☑️", bell: "🔔", birthday: "🎂", books: "📚", bulb: "💡", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", clipboard: "📋", clock1: "🕐", clock8: "🕗",
  email: "✉️", envelope: "✉️", exclamation: "❗", eyes: "👀", fire: "🔥", gear: "⚙️", hand: "✋", heart: "❤️", heavy_check_mark: "✔️",
  heavy_plus_sign: "➕", hourglass: "⌛", hourglass_flowing_sand: "⏳", inbox_tray: "📥", information_source: "ℹ️", key: "🔑",
  large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡", link: "🔗", lock: "🔒", mag: "🔍", mailbox: "📫",
  memo: "📝", mortar_board: "🎓", no_entry: "⛔", ok_hand: "👌", package: "📦", paperclip: "📎", pencil: "✏️", pencil2: "✏️",
  phone: "☎️", telephone: "☎️", telephone_receiver: "📞", pray: "🙏", pushpin: "📌", question: "❓", red_circle: "🔴", repeat: "🔁",
  rocket: "🚀", rotating_light: "🚨", school: "🏫", slightly_smiling_face: "🙂", smile: "😄", smiley: "😃", sparkles: "✨",
  speech_balloon: "💬", star: "⭐", stopwatch: "⏱️", tada: "🎉", thumbsup: "👍", thumbsdown: "👎", trash: "🗑️", wastebasket: "🗑️",
  warning: "⚠️", wave: "👋", white_check_mark: "✅", white_circle: "⚪", wrench: "🔧", x: "❌", zap: "⚡", zzz: "💤",
};

/** emoji returns the sign of that name, or undefined. */
export const emoji = (name) => (Object.hasOwn(named, name) ? named[name] : undefined);

/** withEmoji turns the names in a text into signs. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
