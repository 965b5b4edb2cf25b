# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# generation.sh: whether anything in nftables has changed, without reading it.
#
# The kernel counts the transactions of nftables in a network namespace, iptables-nft's among them; only what packets put into
# sets goes uncounted. Where the count is what it was when all own rules of these parts were found, or made, to be as the files say
# ($STATE/generation.shown has both), nobody has touched them since. In between it may only grow by the transactions of this run, or it is
# not kept, so that a change by somebody else at the same time is found by the next run. It takes perl to ask the kernel; where
# there is none, or no such count, rules are read and compared.

PODNET_PERL=${PODNET_PERL:-perl}
GENERATION=- # when this run looked at the rules; - where it is not known
GENERATION_LOADS=0

# NFT_MSG_GETGEN of nfnetlink (linux/netfilter/nf_tables.h), into GENERATION_NOW.
generation_read() {
  GENERATION_NOW=-
  command -v "$PODNET_PERL" >/dev/null || return 0
  # shellcheck disable=SC2016 # perl's
  GENERATION_NOW=$("$PODNET_PERL" -e '
    socket(my $socket, 16, 3, 12) or exit 1;
    send($socket, pack("LSSLLCCn", 20, 0xa10, 1, 1, 0, 0, 0, 0), 0) or exit 1;
    defined recv($socket, my $answer, 4096, 0) or exit 1;
    my ($type, $length, $attribute, $generation) = unpack("x4 S x14 S S N", $answer);
    print $type == 0xa0f && $length == 8 && $attribute == 1 ? $generation : "-"' 2>/dev/null) || GENERATION_NOW=-
}

# Called before the rules are looked at.
generation_begin() {
  GENERATION=- GENERATION_LOADS=0
  [[ $WANT == spec && $PLAIN == 0 ]] || return 0
  nft_matter || netfilter_may_be_counted || return 0
  generation_read
  GENERATION=$GENERATION_NOW
}

# Whether the own rules of these parts are in the kernel as the files of the last load say.
generation_same() {
  local was=
  [[ $GENERATION != - && ! -d $BEFORE ]] || return 1
  state_file generation.shown
  [[ $STATE_FILE == /dev/null ]] || read -r was <"$STATE_FILE"
  [[ $was == "$GENERATION $SELECTED_PARTS" ]]
}

generation_remember() {
  local was=
  [[ $GENERATION != - ]] || return 0
  if ((GENERATION_LOADS)); then
    generation_read
    [[ $GENERATION_NOW == $((GENERATION + GENERATION_LOADS)) ]] || return 0
    GENERATION=$GENERATION_NOW
  fi
  state_file generation.shown
  [[ $STATE_FILE == /dev/null ]] || read -r was <"$STATE_FILE"
  [[ $was == "$GENERATION $SELECTED_PARTS" ]] || write_text "$STATE/generation.shown" "$GENERATION $SELECTED_PARTS"$'\n'
}
