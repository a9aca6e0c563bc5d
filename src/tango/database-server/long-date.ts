/** A time in seconds since 1970 as DbGetDeviceInfo shows it, in the time zone of this machine: `22nd November 2026 at 23:08:37`. */
export function longDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = date.getDate();
  return `${day}${ordinalEnding(day)} ${MONTHS[date.getMonth()]} ${date.getFullYear()} at ${timeOf(date)}`;
}

function timeOf(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
