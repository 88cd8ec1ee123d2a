/** Words, letters and scripts that tell another language from English; for saying which one it is, never for answering. */
import { list } from './lists.ts'

/** Words of those languages that English has too: alone they tell nothing. */
export const alsoEnglish: ReadonlySet<string> = list('per week is was an a as do on in no par me son die des')

/** Words that a language's sentences mostly hold and English ones mostly do not. */
export const otherLanguages: readonly { readonly language: string; readonly words: ReadonlySet<string> }[] = [
  {
    language: 'German',
    words: list(
      'der die das und ist wie wieviel wieviele viel viele war waren im nach letzte letzten letzter letztes woche wochen monat monate jahr jahre quartal umsatz zeige zeig mir bitte fur pro den dem des ein eine einen einer hoch hatten haben habe wir welche welcher welches sind von mit nicht ohne gestern heute morgen warum wann wer uber unter zwischen alle kunden bestellungen hallo danke gibt es auf aus bei zum zur nur auch oder',
    ),
  },
  {
    language: 'French',
    words: list(
      'le la les des du de et est quel quelle quels quelles combien par mois semaine annee annees dernier derniere chiffre affaires montre moi montrez pour dans avec nous avons etait sont une un au aux hier ventes commandes commande donne quoi pourquoi quand qui ou sans clients jour aujourd hui bonjour merci cette ce ces plus',
    ),
  },
  {
    language: 'Spanish',
    words: list(
      'el la los las de del y es cual cuales cuanto cuantos cuanta cuantas por mes meses semana ano anos pasado pasada ultimo ultima ventas ingresos pedidos muestra muestrame dame para con en una un fue fueron tenemos hubo ayer hoy que como quien donde cuando hola gracias clientes',
    ),
  },
  {
    language: 'Italian',
    words: list(
      'il lo la gli della delle dei del di e qual quale quali quanto quanti quante quanta per mese settimana anno scorso scorsa ultimo vendite ordini ricavi fatturato mostra mostrami con nel nella una un abbiamo sono ieri oggi che come chi dove quando ciao grazie clienti paese regione',
    ),
  },
  {
    language: 'Portuguese',
    words: list(
      'os as da do das dos de e qual quais quanto quantos quantas por mes semana ano passado passada ultimo vendas receita pedidos mostre mostra para com em uma um foi foram temos ontem hoje que como quem onde quando ola obrigado regiao',
    ),
  },
  {
    language: 'Dutch',
    words: list(
      'de het een en is hoeveel per maand week jaar vorige vorig afgelopen omzet toon mij laat zien voor van met hebben wij waren was er gisteren vandaag welke bestellingen naar wat hoe wie waarom zonder klanten regio hallo dank',
    ),
  },
  {
    language: 'Polish',
    words: list(
      'ile jaki jaka jakie pokaz wedlug w na z za od do i jest byl bylo byla wczoraj dzisiaj zeszlym zeszly miesiac miesiacu tydzien tygodniu rok roku sprzedaz przychody przychod zamowien zamowienia klientow kraju regionu oraz dla',
    ),
  },
  {
    language: 'Swedish',
    words: list(
      'hur manga mycket visa mig per forra manad manaden vecka veckan ar aret och ar i av for igar idag var forsaljning bestallningar ordrar kunder vilken vilka hade vi',
    ),
  },
  {
    language: 'Danish or Norwegian',
    words: list(
      'hvor mange meget vis meg mig per sidste siste forrige maned uge uke ar og er i av af for igar idag salg omsetning omsaetning ordrer kunder hvilken hvilke hadde havde vi',
    ),
  },
  {
    language: 'Turkish',
    words: list(
      'kac ne kadar goster bana gecen ay hafta yil gore bolge bolgelere ulke ve ile icin satis satislar ciro siparis musteri dun bugun hangi nasil',
    ),
  },
  {
    language: 'Czech or Slovak',
    words: list(
      'kolik kolko jaky jaka jake ukaz podle podla v na z za od do a je bylo byla bolo vcera dnes minuly minulem mesic tyden rok roku trzby objednavek prodeje zakazniku zeme',
    ),
  },
]

/** Letters that only these languages write. */
export const lettersOfLanguages: readonly (readonly [RegExp, string])[] = [
  [/[ąćęłńśźż]/iu, 'Polish'],
  [/[æø]/iu, 'Danish or Norwegian'],
  [/å/iu, 'Swedish'],
  [/[ğışİ]/u, 'Turkish'],
  [/[řěů]/iu, 'Czech or Slovak'],
  [/[őű]/iu, 'Hungarian'],
  [/[ășț]/iu, 'Romanian'],
  [/[ñ¿¡]/iu, 'Spanish'],
  [/[ãõ]/iu, 'Portuguese'],
  [/ß/u, 'German'],
]

export const scriptsOfLanguages: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Han}/u, 'Chinese'],
  [/\p{Script=Cyrillic}/u, 'a language in Cyrillic letters'],
  [/\p{Script=Greek}/u, 'Greek'],
  [/\p{Script=Arabic}/u, 'Arabic or Persian'],
  [/\p{Script=Hebrew}/u, 'Hebrew'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Hindi'],
]
