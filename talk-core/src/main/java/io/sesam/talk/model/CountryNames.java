package io.sesam.talk.model;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lookup of ISO 3166-1 codes for country spellings. */
final class CountryNames {
    /** Alpha-2 and numeric codes of ISO 3166-1. The JDK has no numeric codes. */
    private static final String CODES = """
            AD020 AE784 AF004 AG028 AI660 AL008 AM051 AO024 AQ010 AR032 AS016 AT040 AU036 AW533
            AX248 AZ031 BA070 BB052 BD050 BE056 BF854 BG100 BH048 BI108 BJ204 BL652 BM060 BN096
            BO068 BQ535 BR076 BS044 BT064 BV074 BW072 BY112 BZ084 CA124 CC166 CD180 CF140 CG178
            CH756 CI384 CK184 CL152 CM120 CN156 CO170 CR188 CU192 CV132 CW531 CX162 CY196 CZ203
            DE276 DJ262 DK208 DM212 DO214 DZ012 EC218 EE233 EG818 EH732 ER232 ES724 ET231 FI246
            FJ242 FK238 FM583 FO234 FR250 GA266 GB826 GD308 GE268 GF254 GG831 GH288 GI292 GL304
            GM270 GN324 GP312 GQ226 GR300 GS239 GT320 GU316 GW624 GY328 HK344 HM334 HN340 HR191
            HT332 HU348 ID360 IE372 IL376 IM833 IN356 IO086 IQ368 IR364 IS352 IT380 JE832 JM388
            JO400 JP392 KE404 KG417 KH116 KI296 KM174 KN659 KP408 KR410 KW414 KY136 KZ398 LA418
            LB422 LC662 LI438 LK144 LR430 LS426 LT440 LU442 LV428 LY434 MA504 MC492 MD498 ME499
            MF663 MG450 MH584 MK807 ML466 MM104 MN496 MO446 MP580 MQ474 MR478 MS500 MT470 MU480
            MV462 MW454 MX484 MY458 MZ508 NA516 NC540 NE562 NF574 NG566 NI558 NL528 NO578 NP524
            NR520 NU570 NZ554 OM512 PA591 PE604 PF258 PG598 PH608 PK586 PL616 PM666 PN612 PR630
            PS275 PT620 PW585 PY600 QA634 RE638 RO642 RS688 RU643 RW646 SA682 SB090 SC690 SD729
            SE752 SG702 SH654 SI705 SJ744 SK703 SL694 SM674 SN686 SO706 SR740 SS728 ST678 SV222
            SX534 SY760 SZ748 TC796 TD148 TF260 TG768 TH764 TJ762 TK772 TL626 TM795 TN788 TO776
            TR792 TT780 TV798 TW158 TZ834 UA804 UG800 UM581 US840 UY858 UZ860 VA336 VC670 VE862
            VG092 VI850 VN704 VU548 WF876 WS882 YE887 YT175 ZA710 ZM894 ZW716""";

    /** Common spellings that no table of names holds. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("uk", "GB"),
            Map.entry("great britain", "GB"),
            Map.entry("england", "GB"),
            Map.entry("scotland", "GB"),
            Map.entry("wales", "GB"),
            Map.entry("northern ireland", "GB"),
            Map.entry("united states of america", "US"),
            Map.entry("the united states", "US"),
            Map.entry("america", "US"),
            Map.entry("u k", "GB"),
            Map.entry("u s", "US"),
            Map.entry("u s a", "US"),
            Map.entry("holland", "NL"),
            Map.entry("the netherlands", "NL"),
            Map.entry("czech republic", "CZ"),
            Map.entry("ivory coast", "CI"),
            Map.entry("russian federation", "RU"),
            Map.entry("republic of korea", "KR"),
            Map.entry("korea", "KR"),
            Map.entry("viet nam", "VN"),
            Map.entry("uae", "AE"),
            Map.entry("burma", "MM"),
            Map.entry("swaziland", "SZ"),
            Map.entry("macedonia", "MK"),
            Map.entry("turkey", "TR"),
            Map.entry("türkiye", "TR"),
            Map.entry("cape verde", "CV"),
            Map.entry("east timor", "TL"));

    /** Names that ISO 3166 and the United Nations publish, where the words of the CLDR's names differ. */
    private static final String OFFICIAL = """
            AE Emirats arabes unis|Emiratos Arabes Unidos|De forente arabiske emirater|Vereinigte Arabische Emirate
            AR Argentine Republic|République argentine|República Argentina|Argentinische Republik
            AX Åland Islands|Îles d'Åland|Islas Åland|Ålandsinseln
            BA Bosnia and Herzegovina|Bosnie-Herzégovine|Bosnia y Herzegovina|Bosnien und Herzegowina
            BL Saint Barthélemy|Saint-Barthélemy|San Bartolomé
            BN Brunei Darussalam|Brunéi Darussalam|Brunéi Darussalam
            BO Bolivia (Plurinational State of)|Bolivie (État plurinational de)|Bolivia (Estado Plurinacional de)
            BQ Bonaire, Sint Eustatius and Saba|Bonaire, Saint-Eustache et Saba|Bonaire, San Eustaquio y Saba
            BY Bélarus|Belarús
            CC Cocos (Keeling) Islands|Îles Cocos (Keeling)|Islas Cocos (Keeling)
            CD Democratic Republic of the Congo|Congo, Democratic Republic of the|République démocratique du Congo
            CD República Democrática del Congo|Den demokratiske republikken Kongo|Demokratische Republik Kongo
            CG Congo|Republic of the Congo|République du Congo|República del Congo|Republikken Kongo|Republik Kongo
            CH Swiss Confederation|Confédération suisse|Confederación Suiza|Schweizerische Eidgenossenschaft
            CI Côte d'Ivoire|Cote d'Ivoire
            CN People's Republic of China|République populaire de Chine|República Popular China
            CN Folkerepublikken Kina|Volksrepublik China
            CV Cabo Verde
            CZ Czechia|Czech Republic|République tchèque|República Checa|Tsjekkiske republikk|Tschechische Republik
            DE Bundesrepublik Deutschland|Forbundsrepublikken Tyskland
            DO Dominican Republic|République dominicaine|República Dominicana|Dominikanische Republik
            FK Falkland Islands (Malvinas)|Îles Falkland (Malvinas)|Islas Malvinas (Falkland)
            FM Micronesia, Federated States of|Micronésie (États fédérés de)|Micronesia (Estados Federados de)
            FM Mikronesiaføderasjonen|Föderierte Staaten von Mikronesien
            FR French Republic|République française|República Francesa|Französische Republik
            GA Gabonese Republic|République gabonaise
            GB United Kingdom of Great Britain and Northern Ireland
            GB Royaume-Uni de Grande-Bretagne et d'Irlande du Nord
            GB Reino Unido de Gran Bretaña e Irlanda del Norte
            GB Det forente kongeriket Storbritannia og Nord-Irland
            GB Vereinigtes Königreich Großbritannien und Nordirland
            GB Storbritannia og Nord-Irland|Großbritannien und Nordirland
            GR Hellenic Republic|République hellénique|República Helénica|Hellenische Republik
            GS South Georgia and the South Sandwich Islands|Géorgie du Sud-et-les Îles Sandwich du Sud
            HK China, Hong Kong Special Administrative Region|Chine, région administrative spéciale de Hong Kong
            HK Hong Kong|Hongkong
            HM Heard Island and McDonald Islands|Îles Heard-et-MacDonald
            IE Republic of Ireland|Republikken Irland|République d'Irlande|República de Irlanda|Republik Irland
            IL State of Israel|État d'Israël|Estado de Israel|Staten Israel|Staat Israel
            IT Italian Republic|République italienne|República Italiana|Italienische Republik
            KG Kyrgyz Republic|République kirghize|República Kirguisa|Kirgisische Republik
            KN Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Saint Kitts y Nevis
            KP Democratic People's Republic of Korea|République populaire démocratique de Corée
            KP República Popular Democrática de Corea|Den demokratiske folkerepublikken Korea
            KP Demokratische Volksrepublik Korea
            KR Republic of Korea|République de Corée|República de Corea|Republikken Korea|Republik Korea|Korea
            KW State of Kuwait|État du Koweït|Estado de Kuwait
            LA Lao People's Democratic Republic|République démocratique populaire lao
            LA República Democrática Popular Lao|Demokratische Volksrepublik Laos
            LC Saint Lucia|Sainte-Lucie|Santa Lucía
            LY State of Libya|État de Libye|Estado de Libia
            MD Republic of Moldova|République de Moldova|República de Moldova|Moldova|Republik Moldau
            MF Saint Martin (French part)|Saint-Martin (partie française)|San Martín (parte francesa)
            MK Republic of North Macedonia|Macédoine du Nord|Macedonia del Norte|Republikken Nord-Makedonia
            MO China, Macao Special Administrative Region|Chine, région administrative spéciale de Macao|Macao|Macau
            MP Northern Mariana Islands|Îles Mariannes du Nord|Islas Marianas Septentrionales
            NL Netherlands, Kingdom of the|Royaume des Pays-Bas|Reino de los Países Bajos|Kongeriket Nederland
            PG Independent State of Papua New Guinea
            PM Saint Pierre and Miquelon|Saint-Pierre-et-Miquelon|San Pedro y Miquelón
            PN Pitcairn
            PS State of Palestine|État de Palestine|Estado de Palestina|Staten Palestina|Staat Palästina
            PT Portuguese Republic|République portugaise|República Portuguesa|Portugiesische Republik
            QA State of Qatar|État du Qatar|Estado de Qatar
            RU Russian Federation|Fédération de Russie|Federación de Rusia|Den russiske føderasjon|Russische Föderation
            SH Saint Helena, Ascension and Tristan da Cunha|Sainte-Hélène, Ascension et Tristan da Cunha
            SH Santa Elena, Ascensión y Tristán de Acuña
            SJ Svalbard and Jan Mayen|Svalbard et l'Île Jan Mayen|Svalbard og Jan Mayen
            SK Slovak Republic|République slovaque|República Eslovaca|Slowakische Republik
            SX Sint Maarten (Dutch part)|Saint-Martin (partie néerlandaise)|Sint Maarten (parte neerlandesa)
            SY Syrian Arab Republic|République arabe syrienne|República Árabe Siria|Arabische Republik Syrien
            SZ Eswatini
            TF French Southern Territories|Terres australes françaises
            TG Togolese Republic|République togolaise
            TL Timor-Leste|Democratic Republic of Timor-Leste
            TR Türkiye|Turkiye
            TT Trinidad y Tabago
            TW Taiwan (Province of China)|Taïwan (Province de Chine)|Taiwán (Provincia de China)
            TW Republic of China|République de Chine|República de China|Republikken Kina|Republik China
            TZ United Republic of Tanzania|République-Unie de Tanzanie|República Unida de Tanzania
            UM United States Minor Outlying Islands|Îles mineures éloignées des États-Unis
            US United States of America|États-Unis d'Amérique|Estados Unidos de América
            US Amerikas forente stater|De forente stater|Vereinigte Staaten von Amerika
            VA Holy See|Saint-Siège|Santa Sede|Den hellige stol|Heiliger Stuhl
            VA Holy See (Vatican City State)|Vatican City State|État de la Cité du Vatican
            VC Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|San Vicente y las Granadinas
            VG British Virgin Islands|Îles Vierges britanniques|Islas Vírgenes Británicas
            VG Jomfruøyene, De britiske|Britische Jungferninseln
            VI Virgin Islands (U.S.)|United States Virgin Islands|Îles Vierges américaines|Îles Vierges des États-Unis
            VI Islas Vírgenes de los Estados Unidos|Amerikanske Jomfruøyer|Amerikanische Jungferninseln
            VN Viet Nam
            WF Wallis and Futuna Islands|Wallis-et-Futuna|Wallis y Futuna
            WS Independent State of Samoa|État indépendant du Samoa|Estado Independiente de Samoa
            YE Republic of Yemen""";

    /** The languages in which official names are understood in all their forms. */
    private static final List<String> LANGUAGES = List.of("en", "fr", "es", "nb", "nn", "de", "sv", "da");

    /** Words that join the parts of a name and mean nothing. */
    private static final Set<String> JOINING = Set.of(
            ("the of and s et le la les l de du des d el los las del y e og den det av och der die das" + " und von")
                    .split(" ", -1));

    /** Words that say what kind of state it is; together with a name that only one country has. */
    private static final Set<String> STATE =
            Set.of(("republic kingdom federal federative federated states islamic democratic people peoples"
                            + " socialist united plurinational bolivarian hashemite oriental eastern arab cooperative co"
                            + " operative principality grand duchy sultanate commonwealth union independent republique"
                            + " royaume federale federes etats islamique democratique populaire socialiste unie"
                            + " bolivarienne hachemite orientale arabe principaute duche sultanat federation republica"
                            + " reino federativa federados estados islamica democratica popular socialista unida"
                            + " bolivariana hachemita principado ducado sultanato mancomunidad unión cooperativa"
                            + " republikken republikk kongeriket forbundsrepublikken islamske demokratiske"
                            + " folkerepublikken sosialistiske forente storhertugdommet fyrstedommet sultanatet foderale"
                            + " unionen republik konigreich bundesrepublik islamische demokratische volksrepublik"
                            + " sozialistische vereinigte grossherzogtum furstentum foderative bolivarische kungariket"
                            + " forbundsrepubliken kongeriget")
                    .split(" ", -1));

    /** Names of several countries: here the kind of state makes the difference. */
    private static final Set<String> SHARED =
            Set.of("congo kongo korea coree corea china chine kina samoa vietnam".split(" ", -1));

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private static final Pattern PUNCTUATION = Pattern.compile("[\\s.,'’´`()\\[\\]&_-]+");

    private static final Pattern ONE_OR_TWO_DIGITS = Pattern.compile("[0-9]{1,2}");

    private static final Set<String> JOINING_AND_STATE =
            Stream.concat(JOINING.stream(), STATE.stream()).collect(Collectors.toUnmodifiableSet());

    private static final Map<String, String> FAST = fast();

    private CountryNames() {}

    static @Nullable String find(String original) {
        String folded = fold(original);
        String code = FAST.get(folded);
        if (code == null && ONE_OR_TWO_DIGITS.matcher(folded).matches()) {
            code = FAST.get(("00" + folded).substring(folded.length() - 1));
        }
        boolean isAscii = folded.chars().allMatch(letter -> letter < 128);
        if (code != null || isAscii && folded.length() < 3) {
            return code;
        }
        code = Official.NAMES.get(words(folded, JOINING));
        if (code == null && isAscii && folded.length() == 3) {
            // a code of another list than ISO's, such as FIFA's, which may be a name in some language
            return null;
        }
        code = code != null ? code : EveryLanguage.NAMES.get(folded);
        return code != null || SHARED.contains(words(folded, JOINING_AND_STATE))
                ? code
                : Official.NAMES.get(words(folded, JOINING_AND_STATE));
    }

    /** Returns the words of a name without accents and without some, in the order of the alphabet. */
    private static String words(String folded, Set<String> without) {
        String plain = MARKS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("ø", "o")
                .replace("ß", "ss")
                .replace("æ", "ae");
        return Arrays.stream(plain.split(" ", -1))
                .filter(word -> !without.contains(word))
                .map(word -> word.equals("saint") || word.equals("sankt") ? "st" : word)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Returns codes, English names and aliases: enough for nearly every value. */
    private static Map<String, String> fast() {
        Map<String, String> names = new HashMap<>();
        for (String entry : CODES.lines()
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .toList()) {
            String code = entry.substring(0, 2);
            Locale country = country(code);
            names.put(fold(country.getDisplayCountry(Locale.ENGLISH)), code);
            names.put(fold(country.getISO3Country()), code);
            names.put(entry.substring(2), code);
            names.put(fold(code), code);
        }
        names.putAll(ALIASES);
        return Map.copyOf(names);
    }

    private static Locale country(String code) {
        return new Locale.Builder().setRegion(code).build();
    }

    private static String fold(String original) {
        String composed = Normalizer.isNormalized(original, Normalizer.Form.NFC)
                ? original
                : Normalizer.normalize(original, Normalizer.Form.NFC);
        return PUNCTUATION
                .matcher(composed.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }

    /** Holds the words of names in the languages of official names; loaded when first needed. */
    private static final class Official {
        static final Map<String, String> NAMES = names();

        private static Map<String, String> names() {
            Map<String, String> names = new HashMap<>();
            Set<String> ambiguous = new HashSet<>();
            for (String language : LANGUAGES) {
                for (String code : Locale.getISOCountries()) {
                    add(country(code).getDisplayCountry(Locale.forLanguageTag(language)), code, names, ambiguous);
                }
            }
            ALIASES.forEach((name, code) -> add(name, code, names, ambiguous));
            names.keySet().removeAll(ambiguous);
            OFFICIAL.lines()
                    .forEach(line -> Arrays.stream(line.substring(3).split("\\|", -1))
                            .forEach(name -> names.put(words(fold(name), JOINING), line.substring(0, 2))));
            return Map.copyOf(names);
        }

        private static void add(String name, String code, Map<String, String> names, Set<String> ambiguous) {
            String words = words(fold(name), JOINING);
            String other = words.isEmpty() ? null : names.put(words, code);
            if (other != null && !other.equals(code)) {
                ambiguous.add(words);
            }
        }
    }

    /** Holds the names in all languages; loaded when first needed. */
    private static final class EveryLanguage {
        static final Map<String, String> NAMES = names();

        private static Map<String, String> names() {
            Map<String, String> names = new HashMap<>(FAST);
            Set<String> ambiguous = new HashSet<>();
            Set<String> languages = new HashSet<>();
            for (Locale locale : Locale.getAvailableLocales()) {
                if (!languages.add(locale.getLanguage() + locale.getScript())) {
                    continue;
                }
                for (String code : Locale.getISOCountries()) {
                    String name = fold(country(code).getDisplayCountry(locale));
                    if (name.isEmpty() || FAST.containsKey(name)) {
                        continue;
                    }
                    String other = names.put(name, code);
                    if (other != null && !other.equals(code)) {
                        ambiguous.add(name);
                    }
                }
            }
            names.keySet().removeAll(ambiguous);
            return Map.copyOf(names);
        }
    }
}
