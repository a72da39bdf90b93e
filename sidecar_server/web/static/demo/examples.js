// Example colleagues for a desk that has none: who shares the customer's language and knows the topic.
// @ts-check

/** @typedef {{name: string, years: number, expertise: string[], languages: string[], facts: {about: string, says: string}[]}} Card */
/** @typedef {{name: string, languages: string[], topics: string[], shared: string[], photo?: string}} Colleague */

const LEAST = 4; // letters that a topic and a situation share, whatever their endings

/** @param {string | undefined} tag a BCP 47 tag */
const base = (tag) => tag?.split("-")[0]?.toLowerCase() ?? "";

/** The words of a topic or of a situation's id that carry it. @param {string} text */
const stems = (text) => text.split(/[^a-z]+/).filter((word) => word.length >= LEAST);

/** Whether a topic is about a situation: "orders and deliveries" and "delivery-late".
 * @param {string} topic @param {string} situation its id */
const about = (topic, situation) =>
  stems(topic).some((one) => stems(situation).some((two) => one.slice(0, LEAST) === two.slice(0, LEAST)));

/**
 * @param {Card[]} cards
 * @param {(string | undefined)[]} spoken the customer's languages, as tags
 * @param {string[]} situations ids of what the chat is about; where none is known, every topic is
 * @returns {Colleague[]} as the server names them, and labelled
 */
export function examples(cards, spoken, situations) {
  const theirs = new Set(spoken.map(base).filter(Boolean));
  return cards
    .map(({ name, languages, expertise }) => ({
      name: `${name} (example)`,
      languages: languages.filter((language) => theirs.has(base(language))),
      topics: expertise.filter((topic) => !situations.length || situations.some((id) => about(topic, id))),
      shared: [],
    }))
    .filter(({ languages, topics }) => languages.length && topics.length);
}
