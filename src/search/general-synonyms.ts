import { EVERYDAY_SYNONYMS } from './everyday-synonyms.ts';

/**
 * Words of general news English that people use for one another when they ask about events. Each situation adds its own in
 * `situation.yml`; those count more. A group belongs here when the words may stand for one another in a question about almost
 * any event, whoever asks; what is only related ("fire" and "dismiss", "vote" and "parliament") stays out, because a wrong
 * synonym turns a question that the facts do not answer into one that they seem to.
 *
 * One group a line, members separated by commas; phrases may hold function words. All forms of a word are covered by its stem.
 */
const GROUPS = `
begin, start, commence, initiate, instigate, kick off, kicked off, break out, broke out, erupt, outbreak, onset, get going, set off, get under way, underway, launch
end, finish, conclude, stop, halt, cease, terminate
continue, go on, keep, carry on, persist, last, remain, proceed
kill, die, slay, slain, lose lives, lost their lives, lose life, lose their lives, fatality, perish, casualty, fatal, lethal, body count
injure, hurt, wound, wounded, maim
attack, assault, raid, hit, offensive, onslaught, strike, ambush, storm, target
strike, airstrike, air strike, bomb, bombing, bombardment, bombard, shell, missile strike
retaliate, revenge, payback, reprisal, avenge, hit back, strike back, get back at
respond, response, react, reaction, answer, reply
say, tell, announce, declare, comment, remark, mention, according to, statement, claim, speak, talk about, speak about
confirm, verify, acknowledge
urge, call for, call on, press for, push for, appeal, demand, plead
want, desire, wish, seek, aim, hope, look for, would like
plan, intend, going to, intention, prepare
believe, think, opinion, view, feel, consider
warn, caution, alert
refuse, reject, decline, turn down
avoid, refrain, prevent, avert, steer clear, stay out, hold back, keep out of
help, support, aid, assist, back
fund, sponsor, finance, bankroll
supporter, backer, ally, proxy, sponsor
enemy, foe, adversary, opponent
visit, travel, trip, itinerary, tour, head to, heading, go to the, going to the, journey, fly to, flying to, stopover, destination, on his way, on her way, on their way, en route
itinerary, schedule, route, agenda, timetable
meet, meeting, talk, negotiate, discuss, dialogue, consultation, summit, conversation
agree, agreement, deal, accord, pact, treaty
ceasefire, cease fire, truce, armistice, pause in fighting
hostage, captive, abductee, kidnap, prisoner, abduct
release, free, let go, liberate, set free, freed
hold, detain, keep, capture, captivity, seize
soldier, troop, service member, serviceman, servicewoman, servicemember, gi, military personnel
army, military, armed forces, forces
militia, militant, armed group, fighter, insurgent, rebel, faction, paramilitary
group, organisation, faction, outfit
war, conflict, fighting, hostilities, battle
spread, expand, widen, extend, spill over, grow, broaden
escalate, worsen, intensify, flare up, get worse, heat up
ease, calm, de escalate, deescalate, cool down, cooling down, relax, defuse
restraint, calm, moderation
peace, peaceful
tension, strain, friction
pressure, push
criticise, critic, condemn, denounce, slam
insufficient, inadequate, not enough, too weak, not go far enough, too little
strong, tough, harsh
fear, worry, concern, afraid, anxious, scared
cause, lead to, trigger, prompt, provoke, result in, spark, bring about, due to
result, consequence, effect, outcome, impact, aftermath, fallout, repercussion
reduce, lower, cut, decrease, lessen, limit, decline, diminish, fall, drop, minimise, shrink
increase, rise, grow, climb, go up, surge, jump, mount
wide, broad, large, regional
more, additional, further, extra, another, again
big, large, huge, major, massive, great
join, enter, take part, participate, get involved, engage, join in, part of, involve, drag into
target, aim at, go after
part, role, involvement, engagement
leader, head, chief, boss
president, potus
adviser, aide
secretary, minister
official, authority, spokesperson, spokesman, spokeswoman
government, administration, authorities, cabinet
country, nation, state
citizen, national, resident, inhabitant, local
civilian, noncombatant
temporary, short term, interim, provisional
direct, directly, head on, openly, itself
indirect, indirectly
border, frontier
soil, inside its borders, within its borders, territory
asset, property, possession, facility
message, signal, warning
recent, latest, last
former, ex, previous, past, one time
top, senior, high ranking, chief
damage, destroy, wreck, ruin, demolish, devastate
build, construct, erect
repair, fix, restore, rebuild, mend
open, reopen
step, measure, action
close, shut, closure, shut down, block
evacuate, leave, flee, displace, move out
rescue, save, pull out
arrive, reach, come to, get to, land
send, deploy, dispatch, deliver, provide
pay, cost, price, spend
buy, purchase, acquire
sell, vend
win, victory, triumph
elect, vote in, poll
resign, step down, quit
hire, appoint, name, nominate
arrest, detain, apprehend, take into custody
accuse, allege, charge, suspect, blame, responsible, responsibility, behind, culprit, perpetrator
investigate, probe, inquiry, look into, examine
find, discover, detect, locate
miss, missing, disappear, unaccounted
allow, permit, let
ban, forbid, prohibit, bar
rule, decide, determine, decision
law, legislation, act
court, tribunal
flood, inundate, deluge, submerge, overflow, under water, underwater
rain, rainfall, downpour
storm, hurricane, cyclone, typhoon
quake, earthquake, tremor
fire, blaze, wildfire
burn, set on fire, ablaze
power, electricity
outage, blackout, power cut, downtime
water, supply
road, street, highway
school, classroom
hospital, clinic
house, home
food, meal
money, cash, fund, dollar, euro, sum
broken, out of order, out of service, stop working, stopped working, not work, break down, fail
old, outdated, ageing, aging, obsolete
back online, run again, running again, work again, working again, up again, restore, recover
price, cost
company, firm, business, corporation
worker, employee, staff
job, employment
car, vehicle
child, kid
victim, casualty
doctor, physician
illness, disease, sick
fix, solve, resolve, settle
problem, trouble, difficulty
protest, demonstrate, rally, march
attempt, try, effort
promise, pledge, vow
delay, postpone, put off
cancel, call off, scrap
happen, take place, occur
choose, select, pick
fast, quick, rapid
show, reveal, display
make, produce, create
explain, describe, clarify
early, soon
live, reside
size, area
distance, far
unclear, not clear, clear how, clear whether, clear if, clear when, uncertain, unknown, certain, undecided, leave open, remain to be seen, not sure
unfold, develop, turn out, play out, pan out, evolve
watch, monitor, observe, follow
repeat, reiterate, say again, restate
emphasise, stress, underline, underscore, highlight
use, employ
fight, combat, battle, clash
position, stance, stand
diplomacy, diplomatic, negotiate
world, international, global, globe, planet, rest of the world, around the world
community, people
patron, sponsor, benefactor, backer, stand behind, prop up
involve, mix up, draw into, drawn into, drag into, suck into, jump into, join the fray, enter the fray, get into, wade in, pile in, weigh in
calm, chill, cool it, cool heads, calm down, take it easy, back off, hold back, ease off
complaint, criticism, gripe, beef, objection, unhappy, dissatisfied, not happy
satisfied, happy, pleased, content
pressure, heat, flak, under fire, scrutiny, strain
blow up, blown up, blast, bomb, destroy, take out
raid, blow, strike, sortie
pound, hammer, pummel, hit, strike, bomb
bring up, raise, mention, table
agenda, on the table, up for discussion
permanent, lasting, long term, indefinite, for good, forever
temporary, for a while, time limited, for now, breather
certain, guaranteed, definite, sure thing, for sure, no doubt
up in the air, open question, in doubt, unsettled, undecided, not decided
watch, keep an eye, look out for, on the lookout, keep tabs
onlooker, observer, bystander, watcher
balance, juggle, weigh, combine
soften, cushion, mitigate, blunt, lessen, reduce
leadership, leader, top brass, commander, chief
eager, keen, hungry for, itching for, appetite, want
danger, risk, hazard, threat, fear
allegation, accusation, allege, unproven, unconfirmed, suspect, claim, supposed
set in motion, set off, touch off, ignite, trigger, spark
link, tie, connect, associate, affiliate, align
announce, make public, let it be known, disclose, unveil, go public
justify, justification, defend, rationale
confront, face, deal with, handle, grapple, cope
remain, stay, stay put
contain, confine, stay within, keep to
bloodshed, violence, fighting, killing
superpower, great power, major power, power
nation, government, regime
schedule, route, programme, plan
freedom, release, free
bill, cost, foot the bill, pay
deadline, due date, cutoff, last day, until when, by when
demonstration, protest, march, rally, demo
attend, turn out, turnout, show up, come out
halt, stop, pause, suspend, freeze, put on hold
lawsuit, sue, suit, legal action, take to court, file suit
appeal, challenge, contest
founder, set up, establish, create
seize, confiscate, impound, take
search, raid, comb
sick, ill, unwell, fall ill, get sick, infect, catch, come down with
recall, take off the shelves, pull from, withdraw, take back
refund, money back, reimburse, compensate, compensation
throw away, bin, dispose, discard, get rid
notice, letter, tip, tip off, warn
dispute, contest, argue about, disagree, question
oversee, supervise, in charge, head up
`;

export const GENERAL_SYNONYMS: readonly (readonly string[])[] = [
  ...GROUPS.trim()
    .split('\n')
    .map((line) => line.split(',').map((member) => member.trim())),
  ...EVERYDAY_SYNONYMS,
];
