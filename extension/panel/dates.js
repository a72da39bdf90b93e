// Dates as people write them, and which of them may be a date of birth.
// @ts-check

const BORN =
  /(?:\bborn|\bbirth|\bd\.?o\.?b\b|geboren|geburt|\bgeb\.|nacid[oa]|nacimiento|nascid[oa]|nascimento|(?<!\p{L})née?(?!\p{L})|naissance|生年月日|誕生日|生まれ|जन्म)[^.!?\n\p{Nd}]*\.?\s*$/iu;
const LATEST_BIRTH = 2012; // who was born later writes to no helpdesk, and deliveries have later dates
/** The first three letters of the months, without accents. */
const MONTHS = new Set(
  ("jan feb mar apr may jun jul aug sep oct nov dec mai mrz okt dez ene abr ago dic " +
    "fev avr jui aou set out").split(" "),
);

/** @param {string} word */
const isMonth = (word) =>
  MONTHS.has(word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().slice(0, 3));

/** @param {string} found @returns {{ numbers: number[], words: string[] }} */
function parts(found) {
  const plain = found.normalize("NFKC");
  return {
    numbers: (plain.match(/\d+/g) ?? []).map(Number),
    words: (plain.match(/[\p{L}\p{M}]{3,}/gu) ?? []),
  };
}

/** Whether day and month can be. @param {string} found something of a date's form */
export function isDate(found) {
  const { numbers, words } = parts(found);
  if (words.length) return words.some(isMonth) && numbers.some((one) => one >= 1 && one <= 31);
  const [first = 0, second = 0, third = 0] = numbers;
  const [day, month, year] = first > 31 ? [third, second, first] : [first, second, third];
  const can = (/** @type {number} */ a, /** @type {number} */ b) => a >= 1 && a <= 31 && b >= 1 && b <= 12;
  return (can(day, month) || can(month, day)) && (year < 100 || (year >= 1900 && year <= 2100));
}

/** @param {string} found a date @param {string} before what stands before it */
export function isBirth(found, before) {
  const year = Math.max(...parts(found).numbers);
  return (year >= 1900 && year <= LATEST_BIRTH) || BORN.test(before);
}
