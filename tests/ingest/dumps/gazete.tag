B|Ana Sayfa
B|Gündem
B|Dünya
B|Ekonomi
B|Spor
B|Üye Ol
B|Giriş Yap
H|Karaçay Barajı'nda su seviyesi on yılın en düşüğünde
S|Belediye sulama saatlerini yarıya indirdi
A|Yazan: Elif Yıldız
D|21 Ağustos 2023 Pazartesi 16:45
B|Paylaş
B|Yazdır
B|Yorumlar
K|Karaçay Barajı'nda su seviyesi yüzde 11'e düştü. Belediye Başkanı Murat Aslan, pazartesi günü yaptığı açıklamada sulamanın haftada iki güne indirildiğini söyledi.
K|"Yağmur yağmazsa ekim ayında kesintiye gitmek zorunda kalırız" dedi.
B|Reklam
K|Baraj, 310 bin kişinin yaşadığı kente su sağlıyor. Devlet Su İşleri'ne göre geçen yıl aynı tarihte doluluk oranı yüzde 38 idi.
K|Çiftçiler mısır yerine nohut ekmeye başladıklarını anlattı. Ziraat odası zararın 45 milyon lirayı bulduğunu tahmin ediyor.
B|İlgili Haberler
B|Kuraklık haritası: Hangi iller risk altında
B|Baraj gölünde batık köy ortaya çıktı
B|Bizi takip edin
B|Facebook
B|Instagram
B|Yorum yapmak için giriş yapın
B|Gizlilik Politikası
B|Tüm hakları saklıdır
