/**
 * What people say around a question, to the bot, or about it. Each line is one pattern over folded words joined by single blanks:
 * `?` after a word makes it optional, `a|b` gives alternatives, `(…)` groups, `*` stands for one word, `**` for up to ten.
 */

/** Phrases at the beginning of a message that ask nothing by themselves. They are removed repeatedly. */
export const OPENINGS = `
  hey|hi|hello|hiya|yo|greetings|dear|howdy (there|bot|sitrep|guys|folks|all|everyone|everybody|team|mate|bro|dude|friends)?
  good morning|evening|afternoon|day (all|everyone|folks)?
  (ok|okay|so|well|um|umm|uh|er|hmm|oh|ah|right|alright|and|but|also|anyway|btw|fyi|honestly|seriously|wait|sorry|excuse me|pardon|like)
  (please|pls|plz|kindly|thanks|thank you)
  sitrep|bot|guys|folks|bro|dude|mate
  (quick|short|simple|dumb|stupid|silly|noob|honest|genuine|serious|basic)? question|q (here|from * *)?
  (sorry|apologies|forgive me) ** but
  (i was|i am|we are|been|just|still)? just? wondering|curious (about|if|whether)?
  (can|could|would|will|may) (you|u|someone|somebody|anyone|anybody|i|we) (please|pls|just|quickly|maybe)? (tell|give|show|remind|inform|update|explain|help|let|clarify|describe|list|say|know|find out|ask|check|get|see|share|confirm) (to? me|us)? (know|out|with|about|on|if|whether|that)?
  (do|does|did) (you|u|anyone|anybody|someone|any of you) (happen to|even|actually)? (know|remember|recall|have any idea|have any info|have any information) (about|if|whether|on|of)?
  (anyone|anybody|someone|somebody) (know|knows|remember|remembers|got any|have any|has any) (about|if|whether|info|idea|on)?
  (i|we) (really|just|also|still)? (want|wanna|need|would like|would love) to? (know|understand|find out|learn|ask|hear|see|be told) (more|if|whether|about|on)?
  (i|we) (do not|did not|can not|never) (know|understand|remember|get|recall|see)
  (any|got any|have you any|is there any|are there any) (idea|ideas|clue|info|information|details|word|facts) (about|on|of|regarding|as to)?
  (tell|give|show|remind|inform|teach|fill) (me|us) (in|up)? (please|a bit|some|more|something|all|again|just|quickly|the|an|a)? (info|information|details|facts|overview|rundown|list)? (about|on|of|regarding|if|whether|what|that)?
  let me|us know|see|ask (about|if|whether)?
  what (do|can|could) (you|u|we|i) (know|tell me|tell us|say|have|find) (about|on|of|regarding)?
  what is known (about|on|of|regarding|so far)?
  (info|information|details|facts|more|anything|everything|something) (info|information|details)? (about|on|regarding|concerning)
  (i mean|you know|listen|look up|find me|what is up with|what about|how about)
  (with? regards|respect to|regarding|concerning|about|in terms of|speaking of)
`;

/** Introduces a claim of somebody else. The text after it is a claim that should be checked. */
export const CLAIM_OPENINGS = `
  (i|we) (just|have|also)? (heard|read|saw|hear|was told|am told|were told) (somewhere|online|on the news|in the news|today)? that?
  (my *|some people|someone|somebody|people|everyone|everybody|they|a friend|some guy|a guy) (says|say|said|claims|claim|claimed|insists|believes|thinks|told me|tells me|keeps saying|is saying|are saying) that?
  heard that?
  according to * *? that?
  (is|was) it (really|actually)? (true|correct|right|accurate|the case|a fact) (that|if|whether)
  (did|do) you (hear|know|see) that|about|if?
  rumor|rumour has it that?
  so? it is true that
  (breaking|urgent|just in)
`;

/** A sentence, or the end of one, that asks whether the statement next to it is true. */
export const CHECKS = `
  (is|was) (this|that|it) (really|actually|even)? (true|right|correct|real|so|confirmed|accurate|fake|false|legit|the case|a fact|verified)
  (is|was) (he|she|they) right
  are they right
  (fact or|true or|real or) (fake|false|fiction|not|fact)
  (fake|fake news|rumor|rumour|true|real|confirmed|correct|right|legit|verified|fact check|really)
  (can|could) (anyone|someone|anybody|somebody|you) (please)? (confirm|verify|check) (this|that|it)?
  (any|is there) (truth|confirmation) (to|of|in)? (this|that|it)?
  (did you hear|have you heard) (this|that|about this|about that)?
  am i right
  (what about|how about) (this|that)
  (is|was) there (any)? truth (to|in) (this|that|it)
`;

/** Phrases at the end of a message that ask nothing by themselves. They are removed repeatedly. */
export const ENDINGS = `
  (in|by|from) (the|this|that) (article|text|story|report|piece)
  (in|with|about) all? of? (this|that|these things|all this|all that)
  or (not|no|nah|what|something|anything)
  (please|pls|plz|thanks|thank you|thx|ty|cheers|tia|many thanks|thanks in advance)
  (lol|lmao|btw|imo|tbh|rn|atm|fr|ngl|ffs|wtf|omg|huh|eh|ok|okay|tho|though|anyway|bro|man|dude|guys|mate|folks|bot|sitrep|xd|haha|hahaha|rofl|smh|idk)
  (do you know|does anyone know|anyone know|anyone knows|anybody know|any idea|any ideas|i wonder|can you tell me|could you tell me|just curious|asking for a friend|if you know)
  (so far|as far as (you|we|is) (know|known)|at the moment|at this point)
  (ap|afp|reuters|cnn|bbc)
`;

/** Asks for everything on the subject that comes after or before it: "update on X", "X timeline". */
export const OVERVIEWS = `
  (what is|whats|what are|give me|show me|any|the|a|an|quick)? (the|a|an)? (latest|newest|update|updates|status|summary|recap|overview|background|timeline|rundown|state of play|situation report|sitrep|news|info|information|details|facts|headlines|brief|briefing|everything|anything new|developments|new developments) (on|of|about|with|for|regarding|from|around)?
  (what is|what) (happening|going on|new|up|the deal|the situation) (with|in|about|at|regarding)?
  (catch|bring|get) me up (to (speed|date))? (on|about|with)?
  (brief|update) me (on|about)?
  tell me (all|everything|more)? (about)?
  what happened (to|with|in|at)?
`;

/** Asks about the present. Facts are then shown with their day, or with a note that the source gives no day. */
export const NOW_WORDS = 'latest newest today now tonight currently breaking news update updates recent recently';

/** A whole message, or a whole sentence of it, that speaks to the bot or about it. */
export const SMALL_TALK = {
  greeting: `
    (hey|hi|hello|hiya|yo|greetings|howdy|sup|hola|heya) (there|bot|sitrep|guys|folks|all|everyone|everybody|team|mate|bro|dude|friends)?
    good (morning|evening|afternoon|day|night) (bot|sitrep|all|everyone|folks|there)?
    (how are you|how are you doing|how is it going|hows it going|what is up|wassup|you there|are you there|anyone there|anybody here|ping|test|testing) (today|bot|sitrep)?
  `,
  thanks: `
    (ok|okay|great|cool|nice|perfect|awesome)? (thanks|thank you|thx|ty|tysm|cheers|much appreciated|many thanks) (a lot|so much|very much|bot|sitrep|man|mate|for the help|for your help|that helps)?
    (ok|okay|great|cool|nice|perfect|awesome|got it|good bot|good job|well done|bye|goodbye|see you|see ya|good night)
  `,
  help: `
    help (me|please|pls)?
    (what|which) (can|do) (you|i|this bot|the bot|sitrep) (do|ask|ask you|know|answer|help with)
    how (do|does|can) (i|you|we|this|it|this bot|the bot|sitrep) (use|work|ask|use you|use this|use this bot|ask you) (you|this|it|this bot|the bot|sitrep|something|a question|questions)?
    (what|which) (commands|questions|topics|subjects|things) (are there|do you have|do you know|do you cover|can i ask|can i use|are covered|exist|can you answer)?
    (what|which) (topics|subjects) (do|are) ** 
    (list|show) (me)? (the|all|your)? (commands|topics)
    commands|topics|usage|instructions|menu
    what (is|are) (this|you) about
  `,
  bot: `
    (who|what) (are|r) (you|u) (exactly)?
    (are|r) (you|u) (a|an)? (bot|ai|human|robot|real|chatgpt|gpt|llm|person|machine|language model|real person|real human) (or (a|an)? *)?
    (is|was) (this|it|sitrep) (a|an)? (bot|ai|human|robot|chatgpt|gpt|llm|language model)
    who (made|built|created|wrote|runs|programmed|owns|developed|operates|is behind|trained) (you|this|this bot|sitrep|the bot|this thing)
    what is (sitrep|your name|this bot)
    (do|can) you (speak|understand|know) (english|german|french|spanish|other languages|*)
    (stop|shut up|go away|quit|leave me alone|be quiet|bad bot|stupid bot|you are wrong|you suck)
    (do|can|are) you (think|feel|lie|learn|invent|make things up|hallucinate|make stuff up|listening|alive|sentient|conscious)
    (do|are) you (use|using|run on|powered by) (ai|chatgpt|gpt|a language model|an llm|llm)
  `,
  sources: `
    (what|which|where) (is|are|was|were) (your|the|this|its|these) (source|sources|reference|references|article|articles)
    source|sources|citation|citations|references
    (what|which) (source|sources|article|articles) (do|did|are|is) (you|this|these|it) **
    where (do|did|does) (you|this|it|these facts|this info|this information|your information|your info|the info|the information|all this) (get|come|have|take) (your|this|that|it|these)? (info|information|facts|news|data|from)? (from)?
    (who|which newspaper|which paper|which outlet) (wrote|published|is the author of|reported) (this|it|that|the article|this article|the source|that article|the text|these facts)
    who (is|was) (the|your) (author|publisher|source|journalist|reporter) (of (this|the|that)? (article|text|source|it)?)?
    when (was|were|is) (this|the|that|it|your|these|the source) (article|source|text|report|story|facts|information|info|data)? (written|published|released|posted|updated|last updated|from|dated)
    (how|when) (old|recent|current|up to date|reliable|accurate|trustworthy|credible|fresh|updated|sure|certain) (is|are) (this|that|it|the|your|you|these) (information|info|source|sources|facts|article|data|bot|answers)?
    (is|are) (this|that|it|the|your|these|you) (information|info|source|sources|facts|article|data|answers)? (up to date|current|reliable|accurate|trustworthy|credible|outdated|verified|biased|legit|still current|recent|official)
    (can|should) (i|we) (trust|believe|rely on) (this|that|you|it|the source|your source|these facts|this bot)
    (what is|what was)? (the|its)? (date|author|headline|title|publisher|link) of (the|this|that|your) (article|source|text|report|story)
    (do|have) you (have|got)? (a|any|the)? (source|sources|link|links|proof|evidence|citation)
    (how|where) (do|did) you know (this|that|all this|all that)?
    (when|what) (was|is) (the|your)? (last update|last updated|date of the facts|publication date|cutoff)
    (are|is) (there)? (any)? (links|link) (to the (article|source))?
  `,
} as const;

/** A message that is only the name of a command; it is treated like the command. */
export const COMMAND_WORDS = {
  overview:
    'brief briefing facts summary overview recap headlines everything timeline latest update updates news status background breaking sitrep',
  sources: 'sources source',
  help: 'help commands pins',
} as const;

/** Asks for the situation as a whole: nothing else is named. */
export const WHOLE_SITUATION = `
  (what is|what) (happening|going on|the situation|the latest|new|the news) (right now|now|today|here|there|currently|at the moment|this week|over there)?
  what (happened|has happened|else happened|all happened) (today|so far|here|recently|now|yesterday|this week)?
  (tell|give|show) (me|us) (everything|all|the facts|all the facts|the news|the latest|all you know|everything you know|what you know)
  (any|what is the|the)? (breaking)? (news|updates|update|latest|headlines) (today|now|right now)?
  (what is|what are) (this|it|the facts|all this) (about|all about)?
  (catch|bring|get) me up (to (speed|date))?
  (what|everything) (do)? you know
  (the|a|an)? (timeline|summary|overview|recap|background|rundown) (of|on|about|to) (the|this)? (situation|conflict|crisis|story|events|whole thing)
  (situation|state of play|the big picture|in a nutshell|tldr|tl dr)
`;

/** Words that join two questions in one sentence when a question word or an auxiliary follows. */
export const JOINS = 'and also plus';

/** Words that refer to the answer before, because they name nothing by themselves. */
export const FOLLOW_UPS =
  'he him his she her hers it its they them their theirs that this those these there then more else';
