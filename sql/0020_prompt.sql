-- Words whose price in o200k tokens is known, for context.count_tokens_at_most.

create table context.token_words (
  word text primary key check (word ~ '^[A-Za-z]{2,}$'),
  tokens smallint not null check (tokens between 1 and 3)
);
comment on table context.token_words is
  'The most o200k tokens a word costs, exactly as spelled, whether at the start, after a space or after a punctuation mark (which is priced by itself). A word that is missing is priced by its letters.';
call tenancy.open_directory('context.token_words');

-- Whole words among the first 15,000 entries of the o200k_base vocabulary, and words of the trade; their prices are
-- checked against the tokenizer itself in tests/functions/context/count_tokens_at_most.test.ts.
insert into context.token_words (word, tokens)
select w.word, 1 from regexp_split_to_table(btrim($words$
  About Acc Access Account Act Action Active Add Administr Aff Afr Africa After Air Alex All Als Also Although Amazon
  Amer Anal And Android Ang Ann Ant Any App Apple Application Appointment Apr Arch Are Arg Array Art Ass Assert Associ
  Association Att Auf Aug Aus Austr Aut Auth Author Auto Back Balance Bank Bar Base Bay Beach Because Bed Bel Ben Ber
  Bes Best Bet Big Bill Bit Black Block Blog Blue Board Bon Book Boolean Boston Box Bre Brit Bro Bud Build Business But
  Button Buy Cal Call Cam Camp Can Cap Car Card Care Cas Casino Cast Cent Center Central Cert Char Che Check Child China
  Chinese Cho Christ Christian Christmas Church City Class Click Client Club Code Col Collection College Color Com
  Command Commission Common Commun Community Comp Company Component Con Cond Config Cong Cons Consent Console Cont
  Contact Content Control Conversation Cooling Copyright Cor Coun Count County Cour Court Cre Creat Create Created
  Current Custom Customer Dan Das Dat Data Date Dav David Day Dec Def Default Del Delta Dem Den Dep Department Der Des
  Description Design Det Details Dev Develop Development Die Dies Dim Direct Dis Discount Dit Div Don Double Down
  Download Drain Each East Edit Educ Education Een Ein Elect Email End Ener Eng Engine England English Ent Enter Equ
  Equipment Error Esp Ess Est Euro Europe Even Event Every Exception Exper Ext Facebook False Family Feb Federal Fest
  Field Fil File Fin Final Find Fire First Flor Font For Fore Form Fort Found Foundation Franc France Frank Fre Free
  French Fri Friday From Full Function Fund Gal Game Gar Gen Gener General Ger Ges Get Global God Gold Good Google
  Govern Grand Gre Great Green Group HIGH Hall Hand Har Hash Have Head Health Heating Hel Her Here Het High His History
  Hol Home Hot Hotel House How Http Ich Ide Ill Image Inc Ind Index India Indian Information Initial Input Ins Inst
  Install Installation Instit Institute Int Integer Intent Inter Intern International Internet Invest Island Isra Item
  Its Jack James Jan January Japan Java Jes Jew John Jul July Jun June Just Kar Key Kind King Kitchen Known Kom Kon LOW
  Lake Land Las Last Lat Law League Leak Leb Leg Les Let Lib Lic License Life Lifetime Light Like Lin Line Link List
  Live Load Local Location Log Login London Long Look Lord Los Lou Love MA Mac Mad Mag Main Mais Make Mal Man Management
  Manager Many Map Mar March Mark Market Mart Mary Mas Mass Master Mat Material Math Max May Med Media Mel Membership
  Men Mens Mer Message Met Method Mex Michael Microsoft Mil Mill Min Mini Miss Mit Mod Model Mon Monday Mont Mor More
  Most Mount Mus Music Nach Name National Nest Net Network New News Next Node Non None North Not Note Notes Nov Now
  Number Object Oct Off Office Old Once One Online Only Open Oper Opt Order Organ Other Our Out Over Page Pal Pan Par
  Para Param Paris Park Part Pass Pat Path Paul Pay Pen Per Person Pet Phil Pipe Plan Play Player Please Plus Point Pol
  Pop Por Port Post Pour Power Pre Preferences Preferred Prem Pres President Press Price Print Pro Process Produ Product
  Prof Profile Program Project Prom Promise Prop Properties Property Public Qual Que Quote React Read Real Rec Recent
  Record Red Ref Reg Register Regular Rel Rem Rep Repair Replacement Report Republic Request Res Research Response Rest
  Result Return Returns Review Rich River Road Rob Rock Rom Room Run Russ Saf Sal Sam San Sand Sat Saturday Sch
  Scheduled School Science Search Secret Security See Seg Select Sem Sen Sep September Ser Series Serv Server Service
  Services Set Sex She Show Sie Sign Sil Sim Simple Since Sing Sink Size Smith Soc Social Software Sol Som Some Son
  South Spe Special Spiel Split Stand Star Start Stat State States Status Ste Store Str Street String Stud Sub Summary
  Sun Sunday Sup Super Support Sur System Table Tag Take Task Team Tele Tem Ter Term Test Tex Text Thank Thanks That The
  Then There These They This Thread Thu Thursday Tim Time Times Toast Today Tom Top Tor Tour Tra Trans Tre Tree True
  Trump Try Tue Tuesday Tune Tur Twitter Two Type Und Under Union Unit United Unity Univers University Unter Upcoming
  Update Use User Util Val Valid Value Van Vector Ver Version Video View Vir Vis Vol Vor Wall War Warranty Was Wash
  Water Web Wed Wednesday Week Well West What When Whether While White Why Wil Will Windows Wir With Word Work World
  Year Yes York You Your Zeit aan aber ability able about above abs abstract academ acc accept access account accounts
  accur ach act action actions activ active activities activity actual actually adapt add added adding addition
  additional address ade adjust adm admin administr adult adv advance advanced advert aff after again age agent ago agr
  agre agree agus ahead aid aim air akan akt album ale alert alg algo ali align all alla alle alles alloc allow allowed
  allows almost alone along already als also alt alter altern alternative although always amaz amb among amount ana anal
  analysis anc and android ang anim animal ann annual ano anos another ans answer answers ant antes anti any anything
  apart api app appar appe appear application applications apply appoint appointment appointments appro apps apr apro
  aqu arch architect are area areas aren arg args argument arguments aria arm around arr array arrival art article
  articles artist ask asked aspect ass assert assign assist associated ast async ath ati atr att attack attempt
  attention attr attribute auch aud audio auf aug aus aut auth author auto autom autor aux available avant avec average
  avoid await award aware away bab baby back background bad bag bah bak bal balance ball ban band bank bar bas base
  based basic basis bat batch bath beaut bec because bed been before beg begin beh behind bei being bek bel below bem
  ben benef ber bere bes besch best beste bet better between bez bib bien big bij bil bill bin bir birth bis bit black
  ble blij blo block blog blood blue board bod body bol bon bonus book books bool boolean boost border born bot both
  bottom bound box boy bra brain branch brand bre break brief bright bring bro browser btn bud budget buf buffer build
  builder building built bul bur burn burst bus business but button buy byte bytes cab cache cad cada cal calcul call
  callback called calling calls cam came camera camp campaign can cancel cannot cant cap capital capt car card cards
  care career carry cars cart cas case cases cash casino cast cat catch category cause cel cele cell cells cent center
  central centre cer cert certain ces cha chain chall challenge champ chance chang change changed changes changing
  channel char character characters charg charge charges chat che cheap check chem chi child children cho choice choices
  choose church cin cir circ cit city civil claim class classes classic cle clean clear click client clients clin clos
  close closed cloud club cmd coach code coffee coil col cold coll collect collection college color colors column com
  comb come comes comfort coming comm command comme comment comments commercial commit common commun communication
  community como comp compan company compar compare compet compl complete completed complex component components compr
  comput computer con conc concept cond condition conditions conduct conf config configuration confirm conn connect
  connected connection cons consider console const constant constit construct construction constructor consult cont
  contact contain container contains content context contin continu continue contr contra contract control controller
  conv convert cook cookies cool cop copy copyright cor core corner corpor correct cos cost cou could count counter
  countries country cour cours course courses court cout cov cover coverage covered craft cre create created creating
  creative cred credit crit critical cro cross crusher crypt ctx cult culture cum cup cur curr current currently cursor
  custom customer customers cut dag daily dal dam damage dan danger dans dar dark das dat data database datas date
  dating daughter day days dead deal death deb dec decision decl decor ded deep def default define defined deg degree
  dei del delay delete delivery dem den dent dep depart department depend depending deposit depth der des desc describe
  description desde design dess dest destination destroy det detail details detect determ dev develop development device
  devices dia diagn dialog diam dict did die dies diet dif diff difference different dig digital dim din dip dir dire
  direct direction directory dis disc discount discover dispatch display dist distance distributed distribution district
  dit div doc doctor document documents does dog doing dol dom domain domin don done dont door dos double down download
  draw dream dress drink drive driver dro drop drug dry dryer due dump dur duration durch during dus dut dynamic each
  early earn earth easy eat echo econom economic edge edit editor educ education een eer eff effect effective effects
  efficient eight ein eine either ele elect electric element elements elif ell elle eller els else email emb emp
  employee employees empresa empty enable enc end endl energ energy eng engine enh ens ensure ent enter entity entr
  entre entry env environment epis equ equal equipment era err error errors esc escort esp especial especially esper ess
  essay essential est esta estar estas estate este estim estimate estr eta etc ett evalu even event events ever every
  exact exam example exc excellent except exception exchange execut exercise exist existing exists exit exp expand
  expect expected exper experience experiment expert expl export express expression ext extends external extra extract
  eye eyes fab fabric fac face fact factor factory fail failed failure fair faire fait fal fall false fam famil family
  fan fans fant far farm fashion fast fat father fav favor favorite faz fear feature features fee feed feedback feel
  fees feet fel felt fer fest fetch few field fields fig fight figure fil file filename files fill filled film filter
  filters fin final financial find finding fine finish finished fir fire firm first fish fit five fix fixed flag flash
  flat flex float floor flow flush fly focus fois fol follow fon fond font food foot football for force fore forget form
  forma format former forms fort forum forward foto found four fra frame fre free fresh fri friend friendly friends from
  front fuel ful full fully fun func function functions fund future gaan gaat gain gal gam game games gan gar garden gas
  gave geb gebruik ged geen gef gek gel gem gen gener general generate generated generation ger ges gesch gest get gets
  getting gew gez gift gir girl girls give given giving glass global goal god goed going gold gone good goods got grad
  gradu gran grand graph grat gratis gre great greater green grid gro ground group groups grow growth guard guess guid
  guide gun gut haar hab haben habit hac hacer had hair hal half ham han hand handle handler hands hang happy har hard
  harm has hash hasta hat have haven having hay head header headers health healthy hear heard heart heat heater heavy
  heb heel height hel held hele help helps hem her here het hidden hier high higher him hin his hist histor history hit
  hoe hol hold holiday hom home homes hon hop hope hor hose hospital host hot hotel hour hours house how href html http
  https hum human hun hund hus hyd ice ich icon ide idea ideal ideas ident identify idx ign ikke ile ill imag image
  images img imm immer imp impact imple implement implementation implements import important inc incl include included
  includes including income increase ind inde index indic individual industr industry inf infl info inform information
  ing ingred ini init initi initial inj inn inner innov input ins insert inside insp inspection inst install
  installation installed instance instant instead instit instr instructions instrument insurance int inte integr intent
  inter interest interesting interface intern internal international internet into intr introdu inv invest invoice isang
  iss isso issue issues ist item items iter its iyo jaar jak jam java jed jeg jest job jobs join joint jou jour journal
  json jud jump jur just kad kal kam kan kap kar kas kat keep keeping ker kes key keys kid kids kil kind king kit kle
  know knowledge known kol kom kon kont kor kub kul kum kun kur kut kwa lab label labor lack lag lan land lang language
  larg large largest las last lat late later latest launch lav law laws layer layout lead leader leaders leading learn
  learning least leave lect led left leg legal len length les less let letter leur lev level levels lib library lic
  license lie lif life lig light lik like lim limit limited lin line lines link links list listed listen lit liter
  little liv live living load loaded loading loan loc local located location locations lock log logger login logo lok
  long look looking looks loop los lose loss lost lot lots lov love low lower lub luck lux maar mac mach machine
  machines mad made mag mai mail main maint maintenance mais major mak make maken makes making mal male man manage
  managed management manager mand manufact many map mar march margin mark market marketing mas mask mass master mat
  match mater material materials math matrix matter max maximum may maybe mean meaning means measure mechan med media
  medium mee meer meet meeting meg mehr mel mem member members membership memory men meng menos mens ment mental mention
  mentioned menu mer merc mere mes mess message messages met meta metal method micro mid middle might mil mill million
  min mind mine mini minimum minute minutes mir mis miss missing mission mist mit mix mobile mock mod mode model models
  moder modern modify module mog mol mom moment mon money monitor mont month months mor more mort most mot mother motiv
  motor mount mouse mov move movement movie movies moving msg much mud mul mult multi multiple mun mur mus music must
  mut muy naar nach nad nag naj nak nam name named names namespace nan nap nar nas nat nation national natur natural
  nature nav ndi near necess necessary need needed needs neg negative neighbor nem net network never new news next nga
  nice nicht nie niet night nil noch nod node nog nom nombre non none nor norm normal nos not note notes nothing notice
  nou nous nov now null num number numbers numer nun nur nut obj object objects objet observ obt occ occup occur och odd
  oder off offer offers office official offset often oil old older ole once onder one ones online only ons ont onto ook
  open opened opening oper operation operations operator opin opp opt optim option options ord order orders org organ
  organiz organization organizations orient origin original other others otherwise our out output outside over overall
  override own owner owners pac pack package pad padding pag page pages paid pain paint pair pak pal pan pand panel pap
  paper par para param parameter parameters params pare parent parents park parking parse parser part parte partial
  particip particularly partner partners parts party pas pass passed password past pat path patient pattern pay payload
  payment peace ped pel pela pen pens pent people per percent perfect perform performance performed perhaps period perm
  permission permit pero pers person personal pert pes pet phone phot photo photos phys physical pic pick picture
  pictures pie piece pieces pil pill pilot pin pipe pipes plac place placed placeholder places plan planning plans plant
  plants plate platform play played player players playing ple please plot plt plus pod point points pol policy polit
  poll poly pom pon pool poor pop por porn porno porque port pos posit position positive poss possible post posted posts
  pot potential pour pow power pra practice pre prec pred prefer prem prepare prepared pres present press pressure prest
  pretty prev prevent previous pri price prices prim primary prime primer princip principal print printf prior priv
  private pro prob proble problem proc proced procedure proces process processing prod produ produce product production
  products prof profile program progress project projects prom prop proper properties property props pros prote protect
  protected prov provid provide provided provider psych pub publ public published pul pull pump pun pur purchase pure
  purpose push put qual quality quando quant quarter que quel quer query quest question questions queue qui quick quite
  quote quoted rac race rad radi radio rain rais raise ran random range rank rap rapid rare rat rate rates rather rating
  raw raz reach read reader reading readonly ready real really reason rec rece received recent recipe recommend
  recommended record rect red redirect redis redu reduce ref refer reference reflect reg region register registered
  regular reject rel related relations release released relig rem remain remember remote remove removed ren render rent
  rep repair replace replacement report reported reports represent req requ request requests require required requires
  res research reserv reserved reset resolve resource resources resp respect respond respons response rest restr result
  results ret retr return returned returns rev reve review reviews rich rid right rights ring ris risk road rob rock rod
  role roll rom room rooms root roots rot round route row rows rub rule rules run running runs rust sab sad safe said
  sal sale sales sam same sample san sand sans sar sat sav save saved say scale scan scene sch sche schedule scheduled
  school science scient scope score scr screen script sea search season sec second seconds secret section sector secure
  security sed see seeing seek seen seg segment sein sek sel select selected selection self sell selling sem sen send
  sender sens sense sent ser serial series serv serve served server service services ses session set sets sett setting
  settings seven sex shall shape share she shift ship shipping shoot shop short shot show side sie sig sign signal
  signed sil sim simple sin since sing single sink sit site sites situ six size skills skin sleep slot slow small smart
  smooth snake sob sobre soc social soft software sol sold solid solo solution solutions som some something sometimes
  son song soon sort sou sound source sources space spe spec special specific specified spect speed spent split sport
  sports spot spr spread spring sql square src stack staff stage stand standard star stars start started starting starts
  stat state statement states static station status stay std ste steel step steps ster stick still stim stock stone stop
  storage store stores stories story str stra strateg strategy stream street strength stress strict string strong struct
  structure stud student students study stuff style styles sub submit subs success such suggest suite sum summer sun sup
  super supp support supported sur sure surface sus sweet switch sym symbol syn sys system systems tab table tag tail
  tak take taken takes taking tal talk tam tamb tan tap tar target task tasks taste tax teach teacher team teams tech
  techn technical technology tegen tek tel tele tell tem temp temper temperature template tempo tempor temps ten tenant
  tent ter term terms terr test testing tests text than thank thanks that the them theme then there these they thi thing
  things think thinking third this those though thought thr thread three through throw throws thus tid tijd til tim time
  times tip tipo tips tit title tmp tod today todo todos toe tok token tom ton too tool tools top topic tor torch tot
  total tou touch tour tout town tra trab track trad trade traditional traffic trail train training trans transaction
  transfer transform transition transport trap trav travel tre tree tri trial trib trigger trip tro truck true trust
  truth try trying tum tun tur turn turned two txt typ type types typically uint uit ult uma una und undefined under une
  unique unit units univers unless uno uns unsigned unsubscribe unt unter until update updated updates upload upon upper
  url use used user username users uses using usually util vac vai vak val valid validate valor valu value values van
  var vari variable variables vary vast vec vector ved veel veg veget veh vel ven vend vent ver verb verd verify verm
  vers versch version vert verw very vez via vict vid vida video videos vie viel view views vil vill viol vir virt
  virtual vis vision visit visual vit viv voc voice void vol volt volume vom von voor vor vos vote vous waar wait walk
  wall want wanted war waren warm was washer wat watch water wax way ways weak wear weather web website week weeks weer
  weight weiter wel welcome well wen wenn went wer werden were werk west wet what whatever when where whether which
  while white who whole whose why wid wide width wie wife wij wil wild will win wind window windows wine winter wir wire
  wish with within without woman women won wonder wood wor word words work worked workers working works world worth
  would write writer writing written wrong wur www yang year years yes yet yield you young your zal zelf zero zijn zou
  zum zur
$words$, E' \n'), '\s+') as w (word);

insert into context.token_words (word, tokens)
select w.word, 2 from regexp_split_to_table(btrim($words$
  Abington America American Annual Appointments April August Australia Backflow Basement Bathroom Boiler Bosch Bradford
  Braintree British California Canada Carrier Cleaning Conditioner Council December Deuts Director Disposal Dorchester
  Emergency Estimate Europ European February Florida Garage Garbage Generac Goodman HVAC Heater Hingham Holbrook
  Honeywell However Hydro Inspection Instagram Jah Jesus MEDIUM Maintenance Mattapan Milton Minister Moen Navien Neder
  Norwell November October People Plumber Plumbing Prefers Quincy Randolph Recommendations Repairs Rheem Robert Rockland
  Roots Sewer Shower Softener Sump Tankless Techn Texas Toilet Trane Viega Washington Weil Whe Zoeller absol absolutely
  accommod according achieve across advant advantage advent advertising advice advis affect affili afford afternoons
  against agreed ainda amazing analy andere androidx announ announced anode anyone aos apartment aplic appears applic
  applicable applied appreci approach appropr appropriate assess assistance associ attend attic attract audience aussi
  automatically backflow banging baseboard basement bathroom bathtub batter beach beautiful beauty became become becomes
  becoming began beginning behavior believe benefit benefits beyond biggest billion bisa boiler boilers bott bought
  broad brought burner businesses buying camb cancer candid capac capacity casa caso caused celebr century certainly
  cette challeng challenges claims cleaning clog closet coff collabor combination comfortable companies compared comple
  complet completely compliance complic compos compreh compressor comun concentr concern conditioner condo conoc conse
  conserv considered consist constru consum contribut conven convers cooling corre correspond costs coun couple
  crawlspace creat cual cuando daar dalam dann dari dass deals decide decided decis decisions declar decre dedicated
  definit definitely deliver delivered della demand demonstr dengan descale descaling describ described designed
  detailed determine deux developed developing deze dhe didn died diese difer differ diffic difficult dil directly
  director discuss discussion dise disease dishwasher dispon dispos disposal distr divers doen doesn doll donc donde
  doorbell doub downstairs drain drains dripping driveway driving ductless ducts dumpster duplex durante earlier eas
  easier easily economy effort efforts eigen einem einen einer election electr eleg elev emerg emergency emot employ
  empres encontr encore encour enf enjoy enough entire estab establish established euro evening evenings everyone
  everything evid evidence exactly exchanger exclus exerc exhib expansion expensive experien experienced experiences
  experts explore expos extrem extremely facil facilities factors faith familiar families famous fantastic fazer federal
  feeling fem finally financ flange foi followed following foreach foreign frequ frozen fue funcion fundament funds furn
  further fut garage garant garbage gather gebru generally gibt gives goals goes gover govern government grande growing
  grup guarante guests guy guys habe hallway happ happen heaters heating hebben heeft helped helpful helping highest
  highly hij himself honest hous however huge hundred husband hybrid hydro ignition ignitor ihr immed immediately
  implied importante impos impress impro improve includ inclus incor incorpor incre increased increasing incred independ
  independent indiv individ individuals industrial influ instanceof intellig interested interior interview intrusion
  investig investment invoices invol involved isn itself jag javax jetting jog journey justify kann kept kitchen knew
  knows krij kunnen kunt landlord larger laundry leak leaking leaks learned likely liqu lives lleg longer looked loved
  lugar lui mainline maintain majority mayor meant meas medic medical mejor memb mensen mesmo methods mga mich mijn
  miles military moet momento morning moved muit muito mundo myself nada nearly neces neigh nieuwe nke noisy notre novel
  nue nuest numerous nutr oblig obtain obvious offered offering offic onze operating opinion opportun opportunities
  opportunity opted organis outstanding partic particular parties partir passion patients pelo perman permet personas
  pesso pessoas peu peut pict piping plenty plumber plumbing pode poder polic police political popular population
  possibly pou powerful pract prefers premi prepar presence presented president previously probably problems processes
  produced profes profession professional programs projet promot properly propos propr protection provides providing prz
  puede pumps purch purposes purs quickly radiator radiators reality realiz reasons receive recently recogn recomm recon
  records regard regarding regul relationship relax rele relev relevant reli remains remov repaired repairs repe replac
  requirements rescheduled resid resol responsible restaur restaurant retail rooter rout rusty sac saf safety sang
  satisf sau saw saying says scen schon schools scre sediment seem seems sehr sempre senior separ separate septic
  serious setup seu seus sever several sewer sexual shared sharing shopping should showed shower showing shown shows
  sich sido signific significant similar simply sind sinks sist sistema situation sizeof slight smaller smell smo snaked
  society softener soll someone somet sont sor sous sow speak specif spend spirit squ standards straight studies sua
  subject successful successfully sud suff sugg suitable sul sump supply surg surpr surround surv susp sust swe sympt
  talent talking tankless tanto teaching techni technician techniques tenants tend texted thaw their therap therefore
  thoughts thous thousands threat throughout tidak tiempo tiene till toda todas toget together toilet told took tous
  towards trabal trading traff traps treat treatment tried trop truly tse tub tune tut twe understand understanding
  unser untuk upstairs useful utiliz valve valves vanity variety various vehicle voicemail vot votre vul waiting wants
  warrant warranty waste watching websites wedding weekend whe wieder wird wonderful worden wordt worry writ wrote wurde
  yourself zich
$words$, E' \n'), '\s+') as w (word);

insert into context.token_words (word, tokens) values ('Technician', 3), ('humidifier', 3);
