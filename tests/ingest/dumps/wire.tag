B|Skip to main content
B|Exclusive news, data and analytics for financial market professionals
B|World
B|Business
B|Markets
B|Sustainability
B|More
B|My View
B|Sign In
B|Register
B|World
B|Americas
H|Port of Calleira reopens after two-week strike by crane operators
A|By Ines Duarte and Paul Whitcombe
D|June 12, 20243:41 PM GMT+1Updated 2 hours ago
B|Text size
B|Share
C|[1/2]A crane unloads containers at the port of Calleira, June 12, 2024. REUTERS/Marta Silva/File Photo Purchase Licensing Rights, opens new tab
B|Summary
B|Companies
K|CALLEIRA, June 12 (Reuters) - Crane operators at the port of Calleira went back to work on Wednesday, ending a two-week strike that had held up more than 90 ships and cost exporters an estimated $410 million.
K|The union's 1,300 members voted by 61% to accept a 7.5% pay rise over two years, union leader Rui Campos told reporters outside the port.
K|"It is not what we asked for, but it is more than they wanted to give," Campos said.
B|Advertisement · Scroll to continue
K|The port handles about a third of the country's coffee exports. Traders said it would take until early July to clear the backlog.
T|SHIPS REROUTED
K|At least 14 vessels had been sent to Santa Brígida, 400 km (250 miles) to the north, according to data from the port authority.
K|The operator, Portline, said it "welcomed the result" and would not comment further.
B|Make sense of the latest trade news with the Reuters Econ World newsletter. Sign up here.
K|The government, which had threatened to send in the army, said it had no further plans to intervene.
A|Reporting by Ines Duarte and Paul Whitcombe; Editing by Joan Frey
B|Our Standards: The Thomson Reuters Trust Principles., opens new tab
B|Purchase Licensing Rights
B|Share
B|X
B|Facebook
B|Linkedin
B|Email
B|Link
B|Ines Duarte
B|Thomson Reuters
B|Ines covers trade and shipping from Lisbon. She joined the agency in 2017.
B|Read Next
B|Americas
B|Coffee prices fall as port strike ends
B|2 hours ago
B|Markets
B|Portline shares jump on pay deal
B|June 12, 2024
B|© 2024 Reuters. All rights reserved
