B|Zum Inhalt springen
B|Menü
B|Abonnement
B|Anmelden
B|Startseite
B|Schlagzeilen
B|Politik
B|Ausland
B|Panorama
B|Wirtschaft
B|Suche
B|Hochwasser in Norddeutschland
H|Deichbruch an der Wemme zwingt Hunderte aus ihren Häusern
S|Am frühen Morgen gab der Deich auf einer Länge von 40 Metern nach. Helfer brachten die Bewohner von drei Dörfern in Sicherheit.
A|Von Katrin Oldehaver und Jonas Petersen, Wemmerode
D|03.01.2024, 14.20 Uhr
B|Zur Merkliste hinzufügen
B|Artikel anhören
B|X.com
B|Facebook
B|E-Mail
B|Link kopieren
C|Einsatzkräfte füllen Sandsäcke in Wemmerode Foto: Lars Behrens / dpa
K|Nach tagelangem Regen ist an der Wemme ein Deich gebrochen. Etwa 620 Menschen mussten in der Nacht zum Mittwoch ihre Häuser verlassen, teilte der Landkreis mit.
K|»Wir hatten keine zehn Minuten«, sagte der Landwirt Heiko Brandt. »Dann stand das Wasser im Stall.«
B|Anzeige
K|Der Krisenstab rechnet damit, dass der Scheitel des Hochwassers am Donnerstagabend erreicht wird. Bis dahin sollen weitere 30.000 Sandsäcke verbaut werden.
T|»Der Deich war seit Jahren marode«
K|Kritik kommt von der Opposition im Kreistag. Ein Gutachten aus dem Jahr 2019 habe vor genau dieser Stelle gewarnt, sagte die Abgeordnete Meike Schulz.
B|Mehr zum Thema
B|Was Sie über den Katastrophenfall wissen müssen
B|So schützen Sie Ihr Haus vor Wasser
K|Das Land kündigte an, die Schäden zu erfassen und Soforthilfen von bis zu 2500 Euro je Haushalt zu zahlen.
A|kol/dpa
B|Diesen Artikel empfehlen
B|Diskutieren Sie hier mit
B|Feedback
B|Mehr lesen über
B|Hochwasser
B|Niedersachsen
B|Impressum
B|Datenschutz
B|Nutzungsbedingungen
B|Kontakt
B|Alle Rechte vorbehalten
