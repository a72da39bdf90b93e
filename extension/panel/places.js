// Street addresses in the forms that are plain: a street's word with a number, a postal code of letters.
// @ts-check

const WORD = "[\\p{Lu}][\\p{L}\\p{M}'’-]{0,30}";
const LINK = "(?:(?:de|del|du|des|do|da|dos|das|la|las|le|les|los)\\s|[dl]['’]){0,3}";
const STREET =
  "(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Boulevard|Blvd|" +
  "Square|Terrace|Crescent|Gardens|Grove|Row|Parade|Highway)";
const STRASSE = "(?:straße|strasse|str\\.|weg|platz|allee|gasse|damm|ufer)";
const CALLE =
  "(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]v\\.|[Aa]vda\\.|[Pp]aseo|[Pp]laza|[Rr]ua|[Tt]ravessa|[Pp]raça)";
const RUE = "(?:rue|avenue|av\\.|boulevard|bd|place|chemin|allée|impasse|quai|route)";
const NUMBER = "\\p{Nd}{1,5}[a-zA-Z]?(?![\\p{L}\\p{M}\\p{Nd}])";

/** Each is tried in turn. @type {readonly RegExp[]} */
export const addresses = Object.freeze([
  // 12 High Street, 4b St James Road
  new RegExp(
    `(?<![\\p{L}\\p{Nd}])\\p{Nd}{1,5}[a-zA-Z]?,?\\s(?:${WORD}\\s){1,4}${STREET}(?![\\p{L}\\p{M}])`,
    "u",
  ),
  // Lange Straße 3, Bahnhofstr. 12a, Kaiserweg 7
  new RegExp(
    `(?<![\\p{L}\\p{M}])\\p{Lu}[\\p{L}\\p{M}-]{0,40}?${STRASSE}\\s${NUMBER}`,
    "u",
  ),
  new RegExp(
    `(?<![\\p{L}\\p{M}])${WORD}\\s(?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer)\\s${NUMBER}`,
    "u",
  ),
  // 12 bis, rue de la Paix
  new RegExp(
    `(?<![\\p{L}\\p{Nd}])\\p{Nd}{1,4}(?:\\s?(?:bis|ter))?,?\\s${RUE}\\s${LINK}${WORD}(?:[\\s-]${WORD}){0,3}`,
    "u",
  ),
  // Calle de Alcalá, 45; Rua Augusta 1200
  new RegExp(
    `(?<![\\p{L}\\p{M}])${CALLE}\\s?${LINK}${WORD}(?:\\s${LINK}${WORD}){0,3},?\\s(?:n[.ºo°]{1,2}\\s?)?${NUMBER}`,
    "u",
  ),
  // SW1A 1AA
  /(?<![\p{L}\p{Nd}])[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?![\p{L}\p{Nd}])/u,
  // 〒150-0001, 渋谷区神南1丁目2番3号
  /〒?\s?(?<!\p{Nd}|\p{Nd}[-－])\p{Nd}{3}[-－]\p{Nd}{4}(?![-－]?\p{Nd})(?=[\s\p{sc=Han}]{0,3}\p{sc=Han})/u,
  /〒\s?\p{Nd}{3}[-－]?\p{Nd}{4}/u,
  /[\p{sc=Han}\p{sc=Katakana}]{1,12}[市区町村][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]{0,12}\p{Nd}{1,4}(?:(?:丁目|番地?|号|[-－−]\p{Nd}{1,4})\p{Nd}{0,4}){1,5}号?/u,
]);
