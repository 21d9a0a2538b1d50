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
  (what is|whats|what are|give me|give us|show me|tell me|send me|i need|i want|any|the|a|an|quick)? (the|a|an|your|some|any)? (quick|short|brief|full|complete|latest|current|recent|new)? (latest|newest|update|updates|status|status update|status report|summary|recap|overview|background|background info|backstory|context|timeline|chronology|history|rundown|state of play|state|situation|situation report|sitrep|news|latest news|info|information|details|facts|headlines|brief|briefing|everything|anything|anything new|something|lowdown|scoop|primer|profile|developments|new developments|key facts|main points) (on|of|about|with|for|regarding|concerning|from|around|in|to)?
  (what is|what) (been)? (happening|going on|new|up|the deal|the story|the situation|the status|the state|the word|known) (with|in|about|at|of|on|regarding|to|around)?
  (how|where) (is|are) (the situation|things|it|the state of things) (going|standing|looking)? (with|in|at|on|for)?
  (where|how) do things stand (with|in|at|on|for|regarding)
  (catch|bring|get|fill) (me|us) (up|in) (to (speed|date))? (on|about|with|regarding)?
  (brief|update|inform|educate|enlighten) (me|us) (on|about|regarding)?
  (can|could|would|will)? (you|u|someone)? (please|pls)? (summarise|summarize|sum up|recap|outline|explain|describe|introduce) (me)? (the|all|everything)? (facts|situation|state|story)? (on|about|of|with|in)?
  tell (me|us) (all|everything|more|something)? (you know)? (about|on|of)?
  what (happened|has happened|is happening) (to|with|in|at)?
  what (do|can|have|did) (we|you|i) (have|got|know|tell me|say|hold|find) (so far)? (about|on|of|regarding)
  what is (there)? (known|there) (so far)? (about|on|of)
`;

/** Asks about now. Facts are then shown with the day that they are of, or that the source gives none. */
export const NOW_WORDS =
  'latest newest today now tonight yesterday overnight lately currently breaking news update updates recent recently';
/** Asks about now where nothing is named: "what is new?", but not "the new law". */
export const NEWS_WORDS = 'new current status morning week developments development changed changes change';

/** What the facts are drawn from, as people call it. */
const TEXTS =
  '(article|articles|text|texts|story|report|piece|post|blog post|fact sheet|page|paper|document|press release|statement)';
/** What the bot holds, as people call it. */
const HELD = '(info|information|facts|news|data|answers|stuff|content|source|sources|bot|article|text|story)';
const THIS = '(this|that|it|these|those|the|your|you|u|all this|all that|all of this|all of that|everything|sitrep)';

/** A whole message, or a whole sentence of it, that speaks to the bot or about it. */
export const SMALL_TALK = {
  greeting: `
    (hey|hi|hello|hiya|yo|greetings|howdy|sup|heya|hey hey|hi hi|gm|welcome|aloha|oi) (there|again|bot|sitrep|guys|folks|all|everyone|everybody|team|mate|bro|dude|friends)?
    (good)? (morning|evening|afternoon|day|night) (bot|sitrep|all|everyone|folks|there)?
    (how are you|how are u|how are you doing|how do you do|how have you been|how is it going|hows it going|how are things|how is your day|what is up|whats up|wassup|you there|u there|you ok|are you ok|are you there|are you awake|are you online|are you working|anyone there|anybody here|ping|test|testing|nice to meet you|pleased to meet you|long time no see|i am back|i am new here) (today|bot|sitrep|doing)?
  `,
  thanks: `
    (ok|okay|great|cool|nice|perfect|awesome|alright|right|lovely|brilliant|wow)? (thanks|thank you|thank u|thx|thanx|ty|tysm|tyvm|tks|cheers|ta|much appreciated|many thanks|much obliged|i appreciate it|appreciate it) (a lot|a million|a bunch|so much|very much|loads|again|anyway|too|bot|sitrep|man|mate|buddy|friend|for the help|for your help|for the info|for the information|for the answer|for that|for this|that helps|i appreciate it|you are the best)?
    (thanks|thank you|cheers|props) for (answering|helping|explaining|telling|sharing|clarifying|letting) **
    (ok|okay|k|kk|great|cool|nice|perfect|awesome|amazing|brilliant|lovely|excellent|wow|interesting|noted|understood|gotcha|sure|right|alright|got it|i see|i understand|good to know|fair enough|makes sense|that makes sense|no problem|np|no worries|all good|never mind|nevermind|nvm|forget it|sorry|my bad|apologies|oops|good bot|best bot|nice bot|good job|great job|nice job|nice work|nice one|good one|good work|great work|well done|well played|congrats|congratulations)
    (bye|byebye|bye bye|goodbye|cya|gn|good night|night night|see you|see ya|see u|take care|farewell|later|laters|ttyl|brb|gtg|i am off|i have to go|have a nice day|have a good day|have a good one) (bot|sitrep|later|soon|tomorrow|all|everyone|now|guys)?
    (ok|okay|great|cool|nice|perfect|good|wow)? (that|this|it|you)? (really|very|super|so|was|is|were|are)? (really|very|super|so)? (helps|helped|helpful|useful|great|good|cool|nice|perfect|awesome|amazing|brilliant|smart|clever|kind|the best|my hero|a lifesaver) (a lot|me|bot|answer|stuff|to me)?
    (i|we) (really)? (love|like|adore) (you|u|it|this|this bot|that|sitrep) (so much|bot)?
  `,
  help: `
    help (me|us|please|pls|needed)?
    (i|we) (really)? (need|want|could use) (some|your|a bit of)? help (with (this|that|it|something))?
    (can|could|will|would|may) (you|u|someone|somebody|anyone|i|we) (please)? (help|assist|get help|get some help) (me|us)? (out)? (please|pls)?
    (what|which) (can|do|does|could|should|would) (you|u|i|we|this bot|the bot|this thing|sitrep) (do|ask|ask you|know|answer|help with|type|write|say|try) (about|here|you)?
    (what|which) (can|may|could|should) (i|we|people) (ask|try|type|write) (you|sitrep|this bot|the bot|here)? (about|for)?
    how (do|does|can|should|could) (i|you|we|this|it|one|this bot|the bot|this thing|sitrep) (use|work|ask|start|begin|get started|operate|function|use you|use this|use it|use this bot|ask you|talk to you) (you|this|it|this bot|the bot|sitrep|something|a question|questions)?
    (what|which) (commands|questions|topics|subjects|things|themes|areas) (are there|do you have|do you know|do you cover|do you answer|can i ask|can i use|are covered|are available|exist|can you answer)?
    (what|which) (topics|subjects|questions|commands|things|themes) (do|does|are|can|could|may|should|is) **
    (list|show|give) (me|us)? (the|all|all the|your|some)? (commands|topics|subjects|examples|example questions|sample questions|options)
    (give|show) me (an|some|a few)? (example|examples)
    (do|have) you (have|got) (any|some)? (examples|example questions|commands|topics|instructions)
    commands|topics|subjects|usage|instructions|menu|examples|options|manual|tutorial
    what (is|are) (this|you) (all)? (about|for)
    what (are|were) you (made|built|created|meant|designed) for
    (what|which) (do|does) (you|sitrep|this bot|the bot) (cover|offer|have|hold|answer|support)
    what is your (purpose|job|function|task)
  `,
  bot: `
    (who|what) (are|r|is) (you|u|this|sitrep) (exactly|really|actually|supposed to be|anyway)?
    (are|r) (you|u) (really|actually|even|just)? (a|an)? (bot|ai|human|robot|real|chatgpt|gpt|llm|person|machine|language model|real person|real human|computer|program|chatbot|moderator|mod|admin|automated|official|paid|free|open source) (or (a|an)? *|or not)?
    (is|was) (this|it|that|sitrep|there) (a|an)? (bot|ai|human|robot|chatgpt|gpt|llm|language model|person|real person|chatbot|computer|anyone|anybody|automated|someone) (behind this|behind it|there|here|answering|or not)?
    (am|are) (i|we) (talking|speaking|chatting|writing|texting) (to|with) (a|an|some)? (bot|human|person|machine|ai|robot|real person|real human|chatgpt|chatbot|computer|program|someone|anyone) (here|or (a|an) *|or not)?
    (is|are|was|were) (this|that|it|these|these answers|your answers|the answers|what you say|all this|all of this) (ai|bot|auto|automatically|machine|computer|human)? (generated|written|made|powered|created|composed|made up|invented) (by|with)? (a|an)? (ai|bot|chatgpt|gpt|llm|human|humans|person|people|machine|language model|computer)?
    who (has)? (made|built|created|wrote|writes|runs|programmed|coded|owns|developed|operates|trained|maintains|designed|controls|is running|curates|curated|checks|checked|verifies|verified) (you|u|this|this bot|sitrep|the bot|this thing|the facts|your facts|your answers|the answers)
    (introduce|describe|explain) yourself
    tell (me|us) (more|something)? about (you|yourself)
    who is behind (you|this bot|sitrep|the bot)
    who (is|are) (your|the) (creator|creators|maker|makers|developer|developers|owner|owners|boss|admin|operator|programmer|curator|curators|dad|father|mother) (of (this|the) bot)?
    (who|what) (are you|are you and who|are you and what) (made|built|created|are) (you|u)
    how (were|are|was|did|do|does) (you|u|this bot|the bot|sitrep|it) (trained|made|built|programmed|created|developed|coded|learn|think|answer|know things|come up with (this|that|answers))
    (when|where) (were|was|are) (you|u|this bot|sitrep) (trained|made|built|born|created|developed|programmed|from)
    what is (sitrep|your name|this bot|this thing)
    (do|does) (you|sitrep|this bot) have (a|any)? (name|feelings|opinions|an opinion|an owner|a soul|emotions)
    what (model|ai|language model|llm) (are you|do you use|is this|are you using|powers you)
    (what|which) (language|languages) (do|can) you (speak|understand|know|support|reply in)
    (do|can) you (speak|understand|know|talk|reply in|answer in) (english|german|french|spanish|other languages|*) (too|also|as well)?
    (can|could|will|would) you (please)? (stop|shut up|go away|leave|be quiet) (now|please|it|that|this)?
    stop * (me|us|here|this channel|in here)
    who am i
    (stop|stop it|stop that|stop this|stop now|stop talking|stop spamming|stop posting|stop responding|stop replying|shut up|shush|shh|go away|get lost|get out|piss off|quit|quit it|exit|cancel|end|leave|leave me alone|leave us alone|be quiet|quiet|silence|hush|enough|that is enough|bad bot|stupid bot|dumb bot|useless bot|useless|you are wrong|you are useless|you are stupid|you are dumb|you are bad|you are annoying|that is wrong|this is wrong|this is useless|you suck|boo|i hate you|i do not like you) (now|please|bot|sitrep|man)?
    (do|can|are|will|could) you (think|feel|lie|lying|learn|invent|make things up|making things up|making this up|hallucinate|hallucinating|make stuff up|making stuff up|listening|alive|sentient|conscious|spying on (me|us)|watching (me|us)|neutral|biased|reading this)
    (do|are) you (use|using|run on|running on|powered by|based on|made with|built on|connected to) (a|an)? (ai|chatgpt|gpt|a language model|an llm|llm|openai|the internet|internet|google|wikipedia)
    (do|can|will|are|did|does|have) (you|this bot|sitrep|the bot) (store|stored|storing|save|saved|saving|keep|keeping|log|logging|record|recording|read|reading|see|track|tracking|collect|collecting|remember|share|sell) (my|our|the|these|all|any|all my|what i)? (messages|message|data|questions|question|chat|chats|conversation|conversations|this|me|us|everything|name|dms|write|say|said|asked|ask) (here|in this channel|of mine)?
    (what|which) (data|information|info) (do|does) (you|this bot|sitrep|it) (store|save|keep|collect|have) (about|on|of)? (me|us)?
  `,
  sources: `
    (what|which|where|who) (is|are|was|were) (your|the|this|its|these|all your) (source|sources|reference|references|article|articles|evidence|proof) (for|of|behind|here)? (this|that|it|these|all this|all that|all of this|these facts|the facts|your answers)?
    source|sources|citation|citations|references|reference|article|link|links|proof|evidence|url
    (got|have|any|give me|show me|share|send|send me|post|drop|can i have|can i get|can i see|can we see|could i see|may i see|where is|where are|where can i find|where can i read|i want|i need|need)? (a|an|the|any|your|some|that)? (source|sources|link|links|citation|citations|proof|evidence|reference|references|original|url) (to|for|of|on|behind)? (a|the|this|that|these|it|your|all)? (article|text|story|claim|info|information|facts|this|that|answer)?
    (can|could|may) (i|we) (see|read|get|have) the (full|original|whole)? ${TEXTS}
    (is|are) there (a|an|any)? (archived|archive|full|original|online)? (copy|version|link|links|source|sources|article|archive|text|url) (of|to|for|behind|online)? (the|this|it|that)? (article|text|story|source|here|this)?
    (what|which) (source|sources|article|articles) (do|did|are|is) (you|this|these|it) **
    how many (sources|articles|facts|documents|texts|references) (do|are|have|does) (you|u|there|we|it|sitrep) (have|use|got|know|hold|cite|here|in total)?
    where (do|did|does|is|was|are|were) (you|u|this|it|that|these|they|these facts|the facts|this info|this information|your information|your info|your facts|your news|the info|the information|all this|all that) (get|got|come|coming|have|take|taken|read|find|found|see|hear|learn|pull) (your|this|that|it|these|all this|all that)? (info|information|facts|news|data|stuff)? (from)?
    where (is|are|was|were) (this|that|it|these|all this|all that|the facts|these facts) from
    (who|which|what|whose) (newspaper|paper|outlet|site|website|agency|media|magazine|channel|publication|newsroom|publisher)? (wrote|writes|published|publishes|released|posted|is the author of|reported) (this|it|that|the source|these facts|the|this|that|your) ${TEXTS}?
    (which|what|whose) (newspaper|paper|outlet|site|website|agency|media|magazine|channel|publication|news|source|${TEXTS}) (is|was|are|were) (this|that|it|these|the ${TEXTS}) (from|in|by|taken from|based on)?
    who (is|was|are) (the|your|its|this|that)? (author|authors|publisher|source|journalist|journalists|reporter|writer|editor) (of|behind|here)? (the|this|that|it|your|all)? (${TEXTS}|source|this)?
    (by whom|who) (was|is) (this|it|the|that) ${TEXTS}? (written|published) (by)?
    when (was|were|is|are|did) (this|the|that|it|your|these|those|you|u) (${HELD}|${TEXTS})? (last|first)? (written|published|released|posted|updated|refreshed|checked|from|dated|come out|appear)
    (from|since) when (is|are|was|were|does) (this|that|it|these|the|your) (${HELD}|${TEXTS})? (date)? (from)?
    (what|which) (date|day|year|month) (is|was|does) (this|that|it|the|your) (${TEXTS}|source)? (written|published|from|of|have|dated)?
    how (old|new|recent|current|up to date|reliable|accurate|trustworthy|credible|fresh|updated|sure|certain|true|good|often updated|official|biased|neutral|confident) (is|are) ${THIS} ${HELD}? (about (this|that|it))?
    how often (is|are|do|does) (${THIS} ${HELD}?)? (updated|refreshed|checked|update|get updated)
    (is|are) ${THIS} ${HELD}? (really|actually|all|still|even)? (up to date|current|reliable|accurate|trustworthy|credible|outdated|old|verified|biased|legit|still current|recent|official|trusted|checked|fact checked|sourced|good sources|neutral|correct|fresh|live|real time|real|any good)
    (are|r) (you|u) (really|absolutely|completely|quite|100)? (sure|certain|positive|confident|serious|right|correct) (about (this|that|it))?
    (can|should|do|could|may) (i|we|you|people) (really|even)? (trust|believe|rely on|cite|quote) ${THIS} ${HELD}?
    why (should|would|do) (i|we|anyone) (trust|believe) ${THIS} ${HELD}?
    (what is|what was|give me|tell me)? (the|its)? (date|author|authors|headline|title|publisher|link|url|address|publication date|source) (of|for|to) (the|this|that|your|these|all) (${TEXTS}|source|facts|this)?
    (do|have|does) (you|u|this|it) (have|got|has)? (a|any|the|some)? (source|sources|link|links|proof|evidence|citation|citations|references) (for (this|that|it|these|the facts))?
    (how|where) (do|did|would|can) (you|u) (even|really)? know (this|that|it|all this|all that|all of this)?
    (when|what) (was|is) (the|your)? (last update|last updated|date of the facts|publication date|cutoff|cutoff date|knowledge cutoff|update date) (of (the|this|your) (facts|article))?
    (what|which) (is|are|was|were) (this|that|these|it|all this|your answers|the answers|the facts|these facts|you) (all)? (based on|from|taken from|drawn from|sourced from)
    (are|is) (there)? (any)? (links|link) (to the (article|source))?
    says who
    (is|are) (this|that|it|these) (info|information|news|article|facts)? (from) (today|yesterday|now|this week|this year)
  `,
} as const;

/**
 * Words of chat. A message of these alone says nothing else; letters that are drawn out ("heyyy") do not matter.
 */
export const CHATTER = `
  hey hi hello yo haha hahaha hehe lol lmao rofl xd hmm hm mhm uh um umm ah aha oh ooh ugh oof wow whoa yay meh nah nope no yes yeah yep yup ok okay k kk
  alright right sure fine nice cool great good awesome perfect sweet neat lovely thanks thank thx ty cheers pls please sorry oops bye goodbye omg wtf
  damn bruh bro dude man mate buddy friend guys bot sitrep test there anyone here so well really indeed exactly true same idk nvm gg f rip pog based
  welcome dear bot again too very much you are the a i am it that this is me`;

/** "You" in these forms speaks to the bot, where no other word is one of the situation. */
export const SECOND_PERSON = 'you your yours yourself u ur';

/** Nouns that ask for the sources, where the other words are those below or words of grammar. */
export const SOURCE_NOUNS = `
  source sources article articles link links url citation citations reference references author authors publisher publishers journalist
  journalists newspaper outlet headline website webpage`;
/** Words that ask how good and how old the facts are, beside "this", "your" or a noun of the list above. */
export const SOURCE_CHECKS = `
  verified verify reliable trustworthy accurate trust checked curated curates curate sourced outdated biased credible legit fake genuine official
  current fresh recent old dated updated published written correct real true believable neutral`;
/** What may stand beside them. */
export const BESIDE_SOURCES = `
  read see open show cite quote find look publish wrote write original full whole info information fact facts data news content copy archived archive
  online date year day check behind send post share original good any other more say says`;
/** "This" and the like stand for what the bot says. */
export const DEMONSTRATIVES = 'this that these those it its your you';

/** The whole message is the name of a command: it does what the command does. */
export const COMMAND_WORDS = {
  overview:
    'brief briefing facts summary overview recap headlines everything timeline latest update updates news status background breaking sitrep',
  sources: 'sources source',
  help: 'help commands pins',
} as const;

/** Asks for the situation as a whole: nothing else is named. */
export const WHOLE_SITUATION = `
  (what is|what) (been)? (happening|going on|the situation|the latest|the latest news|latest|new|the news|the update|the state of play|the status) (right now|now|today|tonight|here|there|currently|at the moment|at present|this week|this morning|this evening|over there|lately|recently|so far|out there|in the world)?
  what (happened|has happened|else happened|all happened|is happening|did happen) (today|tonight|so far|here|recently|lately|now|yesterday|this week|this morning|last night|over there|overnight)?
  (did|has|have|is|was|are|were)? (there)? (anything|something|any) (new|else|important|big|major)? (happen|happened|happening|changed|change|going on|going down|new|news|update|updates|developments|development) (today|tonight|so far|here|recently|lately|now|right now|yesterday|this week|this morning|last night|overnight|since **)?
  (any|got any|is there any|are there any|have you any|do you have any|the|some|more)? (new|more|recent|latest|fresh|breaking|big|major)? (news|updates|update|latest|headlines|developments|development|changes) (today|tonight|now|right now|yet|lately|this morning|this week|here|so far|at all|for me|for us)?
  (tell|give|show|send) (me|us) (everything|all|the facts|all the facts|all facts|the news|the latest|the latest news|the headlines|the basics|the situation|an overview|a summary|a recap|an update|all you know|all you have|all you got|everything you know|everything you have|everything you got|what you know|what you have|what you got|the whole story|the full story|the short version|the long version) (please)?
  (tell|give|show) (me|us)? (a|the)? (news|update|updates|summary|recap|overview|headlines|brief|briefing|tldr|rundown) (now|please|of everything|of it all|of all this)?
  (can|could|would|will)? (you|u|someone)? (please|pls)? (summarise|summarize|sum up|recap|explain|outline) (everything|it|it all|this|all|all of it|all of this|all this|the whole thing|the whole story|the situation|the story|the facts|what happened|what is going on|what is happening) (so far|for me|to me|for us)?
  summarise|summarize|recap|tldr
  (the|a|quick|short|full)? (tldr|tl dr|summary|recap|rundown|gist|overview) (of)? (everything|it|it all|this|all this|all of this|the whole thing|what happened|so far)?
  (what is|what are) (this|it|the facts|all this) (about|all about)?
  (catch|bring|get|fill) (me|us) (up|in) (to (speed|date))?
  (update|brief) (me|us) (now|please)?
  (what|everything) (do)? you (know|have|got)
  (what|how much) (do|is|are|have) (we|you|known|the facts) (know|known|say|have) (so far|now|right now|about (this|it|all this|the situation))?
  (the|a|an)? (timeline|summary|overview|recap|background|rundown|history|chronology) (of|on|about|to) (the|this|all|all of)? (situation|conflict|crisis|story|event|events|whole thing|this|it|everything)
  (situation|state of play|the big picture|big picture|in a nutshell|the gist|the basics)
  what (happened|changed|has happened|has changed|is new) (in|over|during|within|since) (the)? (last|past|latest)? (few|couple of|*)? (minutes|hour|hours|day|days|week|weeks|month|months)
  (how|where) (do|does|are|is) (things|it|we|the situation|everything) (stand|going|at|look|looking) (now|right now|today|at the moment|currently)?
`;

/** Words that join two questions in one sentence when a question word or an auxiliary follows. */
export const JOINS = 'and also plus';

/** Kinds of entities that a pronoun may stand for, where the answer before has only one of them, or only one person acts in it. */
export const PRONOUNS = `
  he=person him=person his=person she=person her=person hers=person
  they=group,organisation,person,country them=group,organisation,person,country their=group,organisation,person,country
  it=thing,event,organisation,group,place,country its=thing,event,organisation,group,place,country`;

/** Words that go on from the answer before, because they name nothing by themselves. */
export const FOLLOW_UPS =
  'he him his she her hers it its they them their theirs that this those these there then more else';
