# nft-few.awk: of two states of the files in nftables' language, the elements in which they differ. Input: after kind=diff what
# diff says of the two, after kind=was the first, after kind=is the second. To WAS: these elements, in their maps, as they were;
# to IS: the second without all other elements. Ends with 3 where something else differs too, or more than FEW lines.

kind == "diff" {
  if (!/^[<>]/) next
  if (!/^[<>] \t\t\t.*,$/ || ++count > FEW) { bad = 1; exit }
  differs[substr($0, 3)] = 1
  next
}

/^\t\t\t.*,$/ { if (!($0 in differs)) next; if (kind == "was") print >WAS }
kind == "was" && (/^table / || /^\t(map|set) / || /^\t\telements = / || /^\t?\t?}$/) { print >WAS }
kind == "is" { print >IS }

END { if (bad) exit 3 }
