B|Stay up to date with notifications from The Independent
B|Not now
B|Allow
B|US Edition
B|Log in
B|Support us
B|News
B|Climate
B|Voices
B|Sports
B|Climate
B|News
H|Last ferry to the island of Sunda Skerry to stop after 150 years
S|Islanders say they will be ‘cut off for good’ when the service ends in spring
A|Moira Tulloch
D|Tuesday 16 January 2024 17:03 GMT
B|1 Comments
C|The ferry leaves the harbour twice a week
C|(PA)
B|Your support helps us to tell the story
B|From election coverage to the climate crisis, our reporters are on the ground when the story breaks. We know how important it is to be there.
B|Your donation keeps us there. At this critical moment we need readers like you.
B|Find out more
B|Close
K|The ferry that has linked Sunda Skerry with the mainland since 1874 will make its last crossing on 31 March, the operator has confirmed.
K|The island’s 43 residents were told by letter on Monday. “We found out from the postman, who comes by ferry,” said Effie Mouat, who runs the only shop.
B|Recommended
B|Inside the village that moved uphill
B|Why lighthouses are going dark
K|Northsea Lines said that it had lost £1.2m on the route since 2020 and that the council had refused to raise its subsidy.
K|The council disputes that. In a statement it said it had offered £300,000 a year “and was turned down”.
B|Sign up to our free Climate newsletter
B|Email
B|I would like to be emailed about offers, events and updates from The Independent. Read our Privacy notice
K|A petition to keep the boat has 11,000 signatures, many of them from abroad.
K|Without it, the nearest airstrip is a three-hour walk over the hill.
B|Join our commenting forum
B|Join thought-provoking conversations, follow other Independent readers and see their replies
B|1 Comments
B|Most popular
B|The man who counts snow
B|Popular videos
B|Independent Ads
B|Get in touch
B|Contact us
B|Our products
B|Subscribe
B|Legal
B|Code of conduct and complaints
B|Privacy policy
B|Cookie policy
