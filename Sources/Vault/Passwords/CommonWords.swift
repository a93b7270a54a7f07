/// Words and whole phrases that people choose for passwords; written for this program, in English and German.
enum CommonWords {
    /// Single words of three letters or more, in small letters.
    static let words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    /// Letters of the longest word.
    static let longest = words.map(\.unicodeScalars.count).max() ?? 0
    /// Whole passwords that the rules about words, runs and repetition don't reach, without spaces.
    static let whole = Set(phrases.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let text = """
        password passwort passphrase passcode kennwort pass passwd pwd parola motdepasse contrasena senha wachtwoord
        secret geheim geheimnis secure security sicherheit sicher safe safety private privat admin administrator root
        user users guest test tester testing demo default changeme change login signin access account welcome willkommen
        letmein openup open sesame opensesame hello hallo hello there server system service support manager office
        computer internet network website online laptop desktop windows linux ubuntu debian apple google android
        samsung microsoft facebook youtube twitter amazon netflix minecraft pokemon nintendo playstation xbox
        qwerty qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbn yxcvbnm qwer qwertyuiop qwertzuiop uiop
        abc abcd abcde abcdef aaa xxx zzz abcabc
        love lover loving lovely loveyou iloveyou iloveu ilove loveme liebe ichliebedich iloveme kiss kisses sweet
        sweety sweetheart heart herz honey darling schatz schatzi engel angel angels baby babygirl babyboy princess
        prinzessin prince queen king kingdom lady girl girls boy boys mother mutter mama mommy father vater papa daddy
        family familie sister schwester brother bruder friend friends freund freunde freundin forever together
        summer sommer winter autumn herbst spring frühling fruehling fall season january february march april may june
        july august september october november december januar februar märz maerz mai juni juli oktober dezember
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
        sonntag sunshine sonnenschein sun sunny sonne moon mond star stars stern sterne sky himmel cloud rainbow
        regenbogen rain storm snow schnee ice fire feuer water wasser river ocean sea beach strand island mountain
        forest wald garden garten nature flower flowers blume blumen rose rosebud lily daisy tulip lotus
        monkey dragon drache tiger lion loewe löwe bear wolf fox eagle adler falcon hawk raven phoenix butterfly
        schmetterling dolphin delphin shark horse pferd pony unicorn einhorn cat kitty kitten katze dog doggy puppy hund
        mouse maus rabbit hase bunny bird vogel fish fisch turtle panda koala elephant spider scorpion cobra snake
        football fussball fußball soccer baseball basketball hockey tennis golf golfer volleyball handball swimming
        running runner boxing cycling skiing yoga pilates fitness sport sports player champion winner victory game
        games gamer gaming chess poker racing rugby cricket marathon
        superman batman spiderman ironman hulk thor starwars startrek matrix pokemon naruto gandalf hobbit merlin
        hogwarts harrypotter potter wizard magic magician master meister ninja samurai warrior hunter killer knight
        ranger soldier pirate viking captain hero legend monster demon devil ghost zombie vampire shadow darkness
        mustang ferrari porsche mercedes corvette camaro harley yamaha suzuki toyota honda ford audi bmw volkswagen
        arsenal chelsea liverpool manchester united barcelona madrid juventus bayern dortmund schalke hamburg berlin
        munich muenchen münchen cologne frankfurt stuttgart london paris rome vienna wien zurich zürich newyork
        america american canada england germany deutschland france italy spain austria australia texas california
        boston chicago dallas denver phoenix seattle orlando florida
        cookie cookies chocolate schokolade coffee kaffee tea cheese kaese banana apple orange cherry strawberry lemon
        peach pepper peppers ginger pizza pasta sugar candy butter bread kuchen cake beer bier wine wein whisky vodka
        red blue green yellow black white purple pink orange gold golden silver grey brown schwarz weiss rot blau gruen
        money cash dollar rich million success power energy energie music musik guitar gitarre piano rock metal jazz
        dance dancer singer song movie film book books bücher buecher reading picture camera
        freedom freiheit peace frieden hope hoffnung faith trust believe dream dreams dreamer traum happy happiness
        glücklich gluecklich smile laugh lucky luck glueck glück joy freude life leben live living
        jesus jesuschrist christ christus god gott bible heaven church blessed blessing angel spirit soul
        michael jennifer jessica jordan ashley amanda daniel daniela andrew anthony joshua matthew robert thomas
        charlie george william james john david richard joseph jackson nicole michelle melissa stephanie stefanie
        elizabeth elisabeth victoria alexander alexandra maximilian sebastian christian christina christine katharina
        andrea andreas martin martina markus matthias stefan stephan patrick benjamin samuel gabriel julia julian anna
        hannah hanna laura sarah sara sandra sabine susanne claudia barbara angela petra monika maria marie sophie
        sofia emma emily olivia charlotte leon lukas lucas felix jonas paul peter hans klaus wolfgang juergen jürgen
        buster bailey maggie molly rocky max bella luna charly sammy oscar simba tinkerbell snoopy garfield mickey
        doctor doktor nurse clinic klinik praxis practice hospital health healthy gesund gesundheit medicine medizin
        medical patient patients therapy therapie therapist therapeut physio physiotherapy physiotherapie massage
        masseur muscle muskel muscles trigger triggerpoint triggerpunkt pain schmerz painfree tautband backpain body
        bodywork spine shoulder trapezius fascia faszien anatomy relax relaxing wellness healing healer reception team
        school schule student teacher lehrer college university college class lesson work arbeit working worker job
        company firma business boss chef house haus home zuhause room kitchen door window street garage
        car auto truck motorcycle airplane rocket train travel holiday urlaub vacation ferien weekend
        birthday geburtstag christmas weihnachten easter ostern halloween newyear
        hottie sexy cool awesome amazing perfect super great best number one first nothing whatever something anything
        please thanks thankyou danke bitte nice good bad crazy stupid idiot loser fuck fuckyou fuckoff shit asshole
        bitch scheisse arschloch hurensohn computer blink trustno letme inside the this that you and for with
        """

    private static let phrases = """
        correcthorsebatterystaple correctbatteryhorsestaple horsebatterystaple tobeornottobe tobeornottobethatisthequestion
        thequickbrownfox thequickbrownfoxjumps thequickbrownfoxjumpsover thequickbrownfoxjumpsoverthelazydog
        maytheforcebewithyou maytheforcebewithyou! iamyourfather lukeiamyourfather livelongandprosper
        onceuponatime inthebeginning allyouneedislove iwillalwaysloveyou youaremysunshine youarenotalone
        iloveyousomuch iloveyouforever iloveyoubaby iloveyoumorethan iloveyoutothemoonandback loveyoutothemoonandback
        ilovemyfamily ilovemydog ilovemycat ilovemywife ilovemyhusband ilovemymom ilovemykids ilovemyself iloveyouall
        ichliebedichsosehr ichliebemeinefamilie ichliebedichfürimmer ichhabdichlieb ichhassepasswörter
        thisismypassword thisisapassword thisisasecret thisisasecurepassword thisismysecretpassword mypassword
        mysecretpassword mypasswordissecret mypasswordispassword passwordispassword itsasecret nopassword nopasswordneeded
        enteryourpassword enterpassword enterpasswordhere yourpasswordhere yourpassword newpassword mynewpassword
        ihavenopassword iforgotmypassword iforgot forgotpassword ihatepasswords letmeinplease pleaseletmein letmeinnow
        openthedoor donttouch donotenter dasistmeinpasswort meinpasswort meingeheimespasswort meinneuespasswort
        passwortvergessen ichhabemeinpasswortvergessen keinpasswort dasisteinpasswort neuespasswort
        changemenow changethispassword pleasechangeme changeme123456 defaultpassword temporarypassword temppassword
        startpasswort initialpassword administratorpassword adminpassword rootpassword userpassword testpassword
        godisgoodallthetime jesuslovesme jesusismylord jesusismysavior godblessyou ourfatherwhoartinheaven praisethelord
        vaterunserimhimmel inthenameofthefather amazinggrace goodmorning goodnight goodmorningsunshine
        nevergonnagiveyouup nevergiveup nevergonnaletyoudown stairwaytoheaven hotelcalifornia bohemianrhapsody
        wewillrockyou wearethechampions youllneverwalkalone gloryglorymanunited heyhowareyou
        twinkletwinklelittlestar happybirthdaytoyou merrychristmas happynewyear twentyfour onetwothreefourfive
        onetwothree onetwothreefour onetwothreefourfivesix einszweidrei einszweidreivier fourscoreandsevenyearsago
        thereisnospoon winteriscoming valarmorghulis onedoesnotsimplywalkintomordor youshallnotpass iamthedanger
        iamironman iambatman withgreatpowercomesgreatresponsibility thetruthisoutthere trustno1 trustnoone
        franzjagtimkomplettverwahrlostentaxi alleswirdgut allemeineentchen carpediem hakunamatata
        loremipsumdolorsitamet loremipsumdolor loremipsum helloworld helloworld123 abrakadabra abracadabra
        supercalifragilisticexpialidocious antidisestablishmentarianism donaudampfschifffahrtsgesellschaft
        3.14159265358979 31415926535 3141592653589793 314159265358979 271828182845 2718281828459045 1123581321345589
        112358132134 123581321 11223344 1122334455 112233445566 112233445566778 11223344556677 1a2s3d4f5g 12qwaszx
        123qweasd 123qweasdzxc qweasdzxc qweasd123 1qaz@wsx 1qaz!qaz zaq12wsx zaq1zaq1 asdqwe123 qwe123asd456
        qweasdzxcrtyfgh 123abc456def abc123def456 1q2w3easd abcd12345678 aa123456 aa12345678 a1234567 a12345678
        a123456789 asd123456 qwe123456 woaini1314 1314520 5201314 woaini520 li123456 p@ssw0rd p@$$w0rd pa$$word
        """
}
