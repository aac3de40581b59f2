B|Aller au contenu
B|Se connecter
B|S’abonner
B|Accueil
B|Rubriques
B|International
B|Politique
B|Économie
B|Planète
B|Article réservé aux abonnés
H|A Vernoux, la fermeture de la maternité divise les habitants
S|L’agence régionale de santé invoque le manque de sages-femmes ; les élus dénoncent une décision brutale
A|Par Claire Montagnac et Hugo Perrin
D|Publié le 4 avril 2024 à 06h30
B|Temps de lecture : 3 min.
B|Offrir l’article
B|Partager
C|Devant la maternité de Vernoux, le 2 avril 2024. JEAN ROLAND / AFP
K|La maternité de Vernoux fermera ses portes le 30 juin, a annoncé mardi l’agence régionale de santé. Les femmes du plateau devront accoucher à Lagrasse, à cinquante-cinq minutes de route.
K|« On nous avait promis deux ans », a déclaré le maire, Alain Roussel, devant trois cents personnes réunies sur la place.
B|Lire aussi : Pourquoi les petites maternités disparaissent
K|Selon l’agence, six des neuf postes de sage-femme sont vacants depuis l’été. L’établissement a pratiqué 284 accouchements en 2023, contre 410 dix ans plus tôt.
T|Un recours devant le tribunal
K|Le collectif de défense a déposé un recours devant le tribunal administratif. L’audience est attendue avant la fin du mois de mai.
K|La ministre de la santé doit se rendre sur place la semaine prochaine.
A|Claire Montagnac et Hugo Perrin
B|Contribuer
B|Réutiliser ce contenu
B|Les plus lus
B|Le village qui voulait garder son école
B|Retraites : ce qui change en juillet
B|Commentaires
B|Mentions légales
B|Politique de confidentialité
B|Gérer les cookies
