# shellcheck shell=bash
# The Java that podnet runs in. Sourced by podnet of the repository and by the one of the packages, once fail is defined.

# java_found: sets java to the program, JAVA_HOME's, else the one on the PATH, and version to what it is.
java_found() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no program bin/java in it"
  else
    java=$(command -v java) || fail "needs Java 17 or newer: no java on the PATH, and JAVA_HOME is not set"
  fi
  java=$(readlink -f -- "$java")

  # Its version: every JDK says it in a file, which is quicker than to start it.
  local key value
  version=
  if [ -r "${java%/bin/java}/release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" != JAVA_VERSION ] || version=${value//[!0-9._]/}
    done < "${java%/bin/java}/release"
  fi
  if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9._]*\).*/\1/p')
  fi
  case ${version%%.*} in
    '' | *[!0-9]*) ;;
    *) [ "${version%%.*}" -ge 17 ] || fail "needs Java 17 or newer; $java is $version" ;;
  esac

  # Java's options: small work starts soonest without the optimizing compiler, and large work is no slower. Half of the
  # heap is for what is young, and there is enough of it from the start: most of what a compile makes is soon gone.
  options=(-XX:+UseSerialGC -XX:InitialRAMPercentage=3 -XX:NewRatio=1 -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable)
}

# java_sized ARGUMENT...: large work, told by a large file among the arguments or in a folder there, has its garbage collected
# by all processors. For small work that would only start later.
java_sized() {
  local argument there=()
  for argument; do
    [ ! -e "$argument" ] || case $argument in
      -*) there+=("./$argument") ;;
      *) there+=("$argument") ;;
    esac
  done
  [ ${#there[@]} -gt 0 ] || return 0
  [ -n "$(find -L "${there[@]}" -maxdepth 2 -type f -size +300k -print -quit 2> /dev/null)" ] || return 0
  options=("${options[@]/#-XX:+UseSerialGC/-XX:+UseParallelGC}" -XX:-UseAdaptiveSizePolicy -XX:MaxTenuringThreshold=1)
}

# java_ready: what the program wants to know of the process it will be in.
java_ready() {
  # Names of files are UTF-8 here, whatever the locale.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  [ ! -t 1 ] || options+=(-Dpodnet.out.terminal=true)
  [ ! -t 2 ] || options+=(-Dpodnet.err.terminal=true)
}
