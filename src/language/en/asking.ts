import type { AskingRow } from '../language.ts';

/**
 * Phrases that show what a question asks for. The phrase that begins first decides. Of phrases that begin at the same word, the longest decides.
 */
export const ASKING: readonly AskingRow[] = [
  {
    asked: 'when',
    phrases: `when, since when, until when, by when, what time, what day, what date, what year, what month, what week, what weekday,
      which day, which date, which year, which month, which weekday, since which year, in what year, on what day, on what date, on which day,
      which minute, what minute, which hour, what hour, how soon, how recently, how long ago, exact date, date of, time of, what is the date, the date`,
  },
  {
    asked: 'how-long',
    phrases: `how long, for how long, how many seconds, how many minutes, how many hours, how many days, how many nights, how many weeks,
      how many months, how many years, duration of, length of`,
  },
  {
    asked: 'how-many',
    phrases: `how many, how much, number of, amount of, size of, share of, percentage of, total of, count of, cost of, price of, value of,
      what number, what share, what percentage, what percent, what proportion, what fraction, what portion, what amount, what size,
      how often, how far, how big, how large, how old, how high, how tall, how fast, how close, how heavy, how deep, how wide, how small,
      death toll, toll of`,
  },
  {
    asked: 'where',
    phrases: `where, what place, which place, what country, which country, which countries, what countries, which nation, which nations,
      what city, which city, which cities, what town, which town, which towns, which village, which state, which states, what state,
      which region, which regions, which area, which areas, which part of, which district, which province, which location, what location,
      which building, what building, which venue, what venue, which stadium, which street, location of, whereabouts, at which, in which, in what`,
  },
  {
    asked: 'who',
    phrases: `who, whom, whose, by whom, which person, which people, which official, which officials, which politician, which leader, which leaders,
      which group, which groups, what group, which company, which companies, what company, which organisation, which organization,
      which organisations, which organizations, which agency, which agencies, which team, which teams, which side, which party, which parties,
      which player, which players, which minister, which member, which members, which body, which woman, which man, which of the, name of, names of, the names, what are the names, what names,
      anyone, anybody, did anyone, did anybody, has anyone, has anybody`,
  },
  {
    asked: 'why',
    phrases: `why, how come, what for, for what reason, what reason, which reason, on what grounds, what grounds, what caused, what made, reason, reasons,
      the reason, the reasons, what is the reason, what was the reason, what is the point, the aim of, the purpose of, purpose of`,
  },
  { asked: 'how', phrases: 'how, in what way, in which way, in which ways, in what ways, by what means, how exactly' },
  { asked: 'what', phrases: 'what, which, whats' },
];

/** The kind of answer that a noun after "which" or "what" asks for, where the table above has no row for it. */
export const WANTED_KINDS = {
  place: `country countries nation nations state states place places city cities town towns village villages region regions area areas
    territory location locations province provinces district districts capital continent island street venue building stadium`,
  actor: `person people man woman group groups organisation organisations organization organizations official officials leader leaders side sides
    party parties militia militias politician politicians member members minister ministers diplomat diplomats envoy institution agency agencies
    company companies team teams body authority authorities government player players coach manager candidate candidates`,
} as const;
