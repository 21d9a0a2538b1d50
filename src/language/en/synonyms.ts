/**
 * Words that people use for one another when they ask about events, whatever the situation; a situation adds its own in
 * `situation.yml`. A synonym only strengthens a match: a text must share other words with the question as well. Each group has one line, its members
 * separated by commas; the stem of a word covers all its forms. Words that are only related ("vote" and "parliament") do not belong here.
 */
export const SYNONYMS = `
# events
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
leader, head, chief, boss, chair, chairman, chairwoman, in charge
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
# people and family
wife, husband, spouse, marry, wed, wedding
father, dad, parent
mother, mom, mum, parent
son, daughter, child, offspring
sibling, brother, sister
baby, infant, newborn
kid, youngster, teenager, adolescent, youth
man, male, gentleman
woman, female, lady
friend, companion, pal, buddy
native, indigenous, aboriginal
descendant, descent, ancestor, ancestry, forefather
settler, colonist, immigrant, migrant
birth, born, birthplace
grave, tomb, bury, burial, cemetery
nickname, alias, known as, called, dubbed, also known as
famous, well known, renowned, celebrated, notable, popular, prominent
# work, money and trade
salary, wage, pay, earnings, income, paid
earn, gross, make money, revenue, income, box office
worth, value, cost, price
cheap, inexpensive, low cost
expensive, costly, pricey
rich, wealthy, affluent
owner, own, possess, belong
founder, founded, found, establish, create, set up, start
manufacture, produce, make, maker, manufacturer, producer
invent, devise, develop, come up with, pioneer, create
run, manage, oversee, operate, supervise, in charge
employ, hire, recruit
fire, dismiss, sack, lay off, let go
retire, retirement, step down
career, profession, occupation, job, vocation, work as
customer, client, consumer, shopper
trade, commerce, business
tax, levy, duty, tariff
loan, debt, borrow
gift, donation, donate, contribute, give
headquarters, based, main office
# law and state
crime, offense, felony, offence
steal, theft, rob, robbery, burglary, heist
murder, assassinate, kill, homicide, assassination
killer, murderer, assassin, gunman, shooter
jail, prison, imprison, incarcerate, lock up, behind bars
lawyer, attorney, counsel, barrister, solicitor
judge, justice, magistrate
trial, lawsuit, court case, prosecution, sue, suit
convict, guilty, sentenced, conviction
police, officer, cop, law enforcement
parliament, legislature, congress, national assembly, house of representatives, senate
lawmaker, legislator, congressman, senator, member of parliament, mp
king, monarch, ruler, sovereign
queen, monarch
rule, reign, govern
independence, sovereignty, autonomy
constitution, charter
abolish, repeal, revoke, scrap, overturn
nominate, nomination, candidate
capital, capital city
province, state, county, district, region
town, city, municipality, village, settlement
slave, slavery, enslaved
# war and force
weapon, arm, gun, firearm, weaponry, munition
plane, aircraft, jet, airplane, aeroplane
ship, vessel, boat
drone, unmanned aircraft, uav
missile, rocket, projectile
bomb, explosive, device
explode, explosion, blast, detonate
base, outpost, camp, barracks
general, commander, commanding officer
invade, invasion, occupy, overrun
conquer, defeat, subdue, capture, vanquish
defeat, beat, overcome, overwhelm, rout
surrender, capitulate, give up
defend, protect, guard, shield
defence, protection, security
retreat, withdraw, pull back, withdrawal, pull out
reinforcement, backup
troop, force, contingent
navy, naval, fleet
threat, threaten, menace, danger
world war ii, world war 2, world war two, second world war, wwii, ww2, ww ii
world war i, world war 1, world war one, first world war, wwi, ww1, great war
# movement
move, relocate, transfer, shift
travel, voyage, journey, expedition
return, come back, go back, back
flee, escape, run away, get away
follow, pursue, chase
carry, transport, haul, convey
bring, take, deliver
drive, ride
land, touch down, landing
take off, launch, lift off, blast off
spacecraft, spaceship, space shuttle, shuttle, rocket
sail, cruise
climb, ascend, scale
descend, go down
walk, stroll, march, on foot
leave, depart, departure, exit
cross, traverse, pass through
# size, number and time
tall, high, height
heavy, weight, weigh
small, tiny, little, minor
number, count, total, amount, quantity
many, numerous, several
about, around, approximately, roughly, nearly, almost, estimated
half, fifty percent
most, majority, more than half, mainly, mostly, primarily, largely, predominantly, chiefly
full, entire, whole, complete, total
empty, vacant
fast, speed, quick, rapid, swift
length, duration, last
annual, yearly, every year, each year
daily, every day, each day
monthly, every month
weekly, every week
modern, contemporary, present day
ancient, old, early
century, hundred years
decade, ten years
night, evening, nighttime
morning, dawn, early hours
often, frequently, commonly, regularly
usual, typical, normal, common, ordinary
rare, uncommon, seldom, unusual
first, initial, original, earliest, 1st
second, 2nd
third, 3
fourth, 4
fifth, 5
sixth, 6
seventh, 7
eighth, 8
ninth, 9
tenth, 10
twelfth, 12
eighteenth, 18
nineteenth, 19
twentieth, 20
ii, 2
iii, 3
iv, 4
percent, percentage, per cent, proportion, share
double, twice, twofold
# communication and thought
write, author, pen, compose
writer, author, novelist
book, novel, publication
article, essay, paper
letter, correspondence
speech, address, speak
name, title, call
mean, meaning, definition, define, refer
translate, translation, interpret
advise, recommend, suggest, propose
complain, complaint, grievance, object
argue, contend, assert, maintain, argument
dispute, controversy, disagreement, quarrel, row
deny, dispute, rebut
ask, request, inquire
teach, instruct, educate
learn, study
discovery, find, breakthrough
theory, hypothesis, thesis, idea, concept, proposition, premise, postulate
research, study, investigation
inspire, influence, motivate
remember, recall, memory, commemorate
forget, overlook
rumor, speculation, gossip
broadcast, air, televise, aired
publish, release, issue
image, picture, photo, photograph, portrait
draw, sketch, drawing
copy, replica, reproduction, duplicate
depict, portray, represent, show, illustrate
symbol, emblem, represent, symbolise, logo
sign, symptom, indication
# beginnings and endings
begin, origin, originate
origin, source, come from, derive, root, originate, stem from
debut, premiere, first appear, first appearance, first air, opening
release, come out, launch, debut
finale, last episode, final episode
last, final, closing
previous, prior, earlier, preceding
next, following, subsequent, later
predecessor, precede, preceded
successor, succeed, replace, take over, follow
replacement, substitute, replace
sequel, follow up
# making and changing
change, alter, modify, adjust, transform
convert, turn into, transform, become
improve, better, enhance, upgrade
add, include, append
contain, include, consist, comprise, made of, made up of, composed of
ingredient, made from, made with, made of, consist of, contain
remove, delete, take away, eliminate, get rid
divide, split, separate
join, connect, link, combine, unite, merge
collapse, fall down, crumble, cave in
design, architect, plan
complete, finish
name after, named for, namesake, named after, in honor of
rename, renamed, change name
design, style, pattern
material, substance, made of
allow, enable, let
require, need, must, necessary, mandatory
help, benefit, advantage
purpose, goal, aim, objective, intended
method, technique, way, approach, process, procedure
kind, type, sort, variety, form, category, genre, style
part, section, portion, component, piece, segment
feature, characteristic, trait, quality, property
difference, differ, distinguish, unlike
similar, alike, same, resemble, look like
important, significant, key, crucial, vital
difficult, hard, tough, challenging
dangerous, hazardous, risky, unsafe
beautiful, attractive, pretty
strange, odd, unusual, weird
correct, accurate, right, true
wrong, incorrect, false, mistaken
secret, hidden, covert, classified
attempt, bid
succeed, achieve, accomplish, success
fail, failure, unsuccessful
# arts, media and sport
movie, film, motion picture, picture
song, track, single, tune, ballad
singer, vocalist, lead singer, vocals, sing, performed by
band, group
album, record, lp
musician, artist, performer
show, series, program, television series, tv series, tv show
tv, television
season, series
episode, installment
actor, actress, star, cast, play, played by, portray
character, role, part
host, presenter, present
director, direct, filmmaker, directed by
producer, produce
composer, compose, music by, score
painter, artist, paint
painting, artwork, canvas, work of art, picture
statue, sculpture, monument
sculptor, sculpt, carve, sculpture
award, prize, medal, honor, accolade
champion, championship, title, winner
compete, competition, contest, tournament
game, match
player, athlete, competitor
team, squad, club
coach, trainer, manager
score, goal
referee, umpire, official
spectator, audience, viewer, attendance, crowd, fan, attend
watch, view, viewer, see, viewership
venue, arena, stadium
theatre, cinema
museum, gallery
review, critic, reception, rating
church, cathedral, chapel
religion, faith, religious, belief, denomination
priest, clergy, minister, pastor
god, deity
# nature, body and things
mountain, peak, mount
river, stream, creek
lake, pond
sea, ocean
forest, woods, woodland, jungle
beach, shore, coast
weather, climate
hot, warm, heat, temperature
cold, chilly, cool, temperature
animal, creature, wildlife, species
plant, vegetation, flora
crop, harvest
dog, canine
cat, feline
horse, equine, equestrian
disease, illness, disorder, condition, ailment
medicine, drug, medication, treatment
treat, treatment, cure, therapy
surgery, operation
cancer, tumor
injury, wound
shot, gunshot, shooting, shoot
building, structure, edifice
clothes, clothing, garment, wear, outfit, attire, uniform, dress
gear, equipment, apparatus
tool, instrument, implement
machine, device
dish, meal, cuisine
eat, consume
drink, beverage
meat, beef, pork
bread, loaf
candy, sweets, confectionery, confection
shape, form
colour, hue, shade
top, summit, peak
song, sing, singer
poem, poetry, poet, verse, poetic
act, acting, actor, actress
art, artist, artwork, artistic
bottom, base, foot
middle, centre, center
edge, border, rim
place, site, location, spot, venue
area, region, zone
place, situate, located, location, lie
surface, exterior
age, aged, years old
# names of nations and places
usa, united states, united states of america, american, america
uk, united kingdom, britain, british, great britain
united nations, un
eu, european union
ussr, soviet union, soviet
uae, united arab emirates
england, english
france, french
germany, german
spain, spanish, spaniard
netherlands, dutch, holland
greece, greek
switzerland, swiss
denmark, danish, dane
sweden, swedish, swede
norway, norwegian
finland, finnish, finn
poland, polish
turkey, turkish, turk
ireland, irish
scotland, scottish, scots
wales, welsh
portugal, portuguese
china, chinese
japan, japanese
philippines, filipino, philippine
thailand, thai
iceland, icelandic
czech republic, czech
afghanistan, afghan
peru, peruvian
brussels, belgium, belgian
new york, nyc, new york city
washington dc, washington
california, ca
# short forms
photo, photograph
phone, telephone, mobile
info, information
ad, advert, advertisement, commercial
lab, laboratory
exam, examination, test
bike, bicycle
helicopter, chopper, copter
flu, influenza
fridge, refrigerator
veteran, vet
statistic, stats
advertise, advertisement, commercial, promote
kilogram, kg, kilo
pound, lb
mile per hour, mph
kilometre per hour, kph
celsius, centigrade
mister, mr
saint, st
mount, mt
versus, vs, against
limited, ltd
united states dollar, usd, dollar
general practitioner, gp
unidentified flying object, ufo
artificial intelligence, ai
fbi, federal bureau of investigation
cia, central intelligence agency
nato, north atlantic treaty organization
icbm, ballistic missile
pow, prisoner of war
ngo, charity, non governmental organisation, aid group
prime minister, pm
vice president, vp, veep
member of parliament, mp
# learned adjectives
sun, solar
moon, lunar
sea, marine, maritime
city, urban
countryside, rural
king, queen, royal
mouth, oral
heart, cardiac
tooth, dental
mind, mental
body, bodily, physical
island, isle, islet
space, spatial
earth, terrestrial
sky, celestial, heaven
spring, vernal
money, monetary, financial
law, legal, lawful
war, warfare, martial, wartime
church, ecclesiastical
child, juvenile
death, mortality, posthumous
life, biological
language, linguistic
sound, acoustic, sonic
sight, see, view, visual, visible
smell, odor, scent, aroma, olfactory
water, aquatic, hydraulic
air, aerial, atmosphere
nucleus, nuclear, atomic
`;
