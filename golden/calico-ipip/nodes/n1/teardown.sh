#!/bin/bash
# teardown.sh, cluster calico-ipip: takes away what apply.sh made, and nothing else.
# Options: teardown.sh --help
set -u
here=$(cd -- "${BASH_SOURCE[0]%"${BASH_SOURCE[0]##*/}"}." && pwd -P) || exit 3
# shellcheck source=/dev/null
. "$here/host.sh" || exit 3
# shellcheck source=/dev/null
. "$here/../../cluster/lib/podnet.sh" || exit 3
podnet_teardown "$@"
