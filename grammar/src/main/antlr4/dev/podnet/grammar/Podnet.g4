grammar Podnet;
spec : WORD* EOF;
WORD : ~[ \t\r\n]+;
WS : [ \t\r\n]+ -> channel(HIDDEN);
