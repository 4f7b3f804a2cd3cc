# What ./run and ./test share: how they speak, and what they need before they can build. Sourced,
# never run. Each function either leaves things ready or ends with one sentence that says what to do.
#
# Trap: on a machine without Debian's tools the libraries may be there all the same, so what is
# asked then is whether the header exists, not whether a package is installed.

# shellcheck shell=bash

readonly SWIFT_MIN_MAJOR=6 SWIFT_MIN_MINOR=2
# shellcheck disable=SC2034  # used by the two scripts that source this
readonly LIBRARIES=(libssl-dev libcurl4-openssl-dev libsqlite3-dev libpq-dev libxlsxwriter-dev libzint-dev zlib1g-dev)

# One line, in Chinese and English.
say() {
    printf '· %s / %s\n' "$1" "$2"
}

# One sentence, and the end.
fail() {
    printf '✗ %s / %s\n' "$1" "$2" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Whether a Debian package is installed, or its header is there by other means.
has_package() {
    if has dpkg-query; then
        [[ "$(dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null)" == "install ok installed" ]]
        return
    fi
    case "$1" in
        libssl-dev) has_header openssl/ssl.h ;;
        libcurl4-openssl-dev) has_header curl/curl.h ;;
        libsqlite3-dev) has_header sqlite3.h ;;
        libpq-dev) has_header postgresql/libpq-fe.h || has_header libpq-fe.h ;;
        libxlsxwriter-dev) has_header xlsxwriter.h ;;
        libzint-dev) has_header zint.h ;;
        zlib1g-dev) has_header zlib.h ;;
        postgresql) [[ -d /usr/lib/postgresql ]] || has initdb ;;
        *) return 1 ;;
    esac
}

has_header() {
    local folder
    for folder in /usr/include /usr/local/include; do
        [[ -e "$folder/$1" ]] && return
    done
    return 1
}

# Installs the Debian packages named that are missing.
need_packages() {
    local package missing=() become=()
    for package in "$@"; do
        has_package "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    has apt-get || fail "缺少软件包，请先安装" \
        "packages are missing, install them first (Debian's names): ${missing[*]}"
    if [[ $EUID -ne 0 ]]; then
        if ! has sudo || ! sudo --non-interactive true 2>/dev/null; then
            fail "缺少软件包，请执行后面的命令" \
                "packages are missing, please run: sudo apt-get install ${missing[*]}"
        fi
        become=(sudo --non-interactive)
    fi
    say "安装软件包" "installing packages: ${missing[*]}"
    # The lists may be old or absent, so a first failure is followed by one update.
    install_packages "${missing[@]}" && return
    "${become[@]}" apt-get --quiet --quiet update >/dev/null 2>&1 || true
    install_packages "${missing[@]}" || fail "安装失败，请执行后面的命令看原因" \
        "the installation failed, to see why run: sudo apt-get install ${missing[*]}"
}

# Uses `become` of its caller.
install_packages() {
    "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet --yes \
        --no-install-recommends install "$@" >/dev/null 2>&1
}

# A Swift toolchain that can read Package.swift.
need_swift() {
    local minimum="$SWIFT_MIN_MAJOR.$SWIFT_MIN_MINOR" words
    has swift || fail "找不到 Swift，请安装 $minimum 或更新的版本" \
        "Swift is missing, install $minimum or newer: https://www.swift.org/install/linux"
    words="$(swift --version 2>/dev/null)" || words=""
    [[ "$words" =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] \
        || fail "看不懂 swift --version 的回答" "cannot read what swift --version says"
    if ((BASH_REMATCH[1] < SWIFT_MIN_MAJOR
        || (BASH_REMATCH[1] == SWIFT_MIN_MAJOR && BASH_REMATCH[2] < SWIFT_MIN_MINOR))); then
        fail "Swift ${BASH_REMATCH[1]}.${BASH_REMATCH[2]} 太旧，需要 $minimum 或更新的版本" \
            "this Swift is too old, install $minimum or newer: https://www.swift.org/install/linux"
    fi
}
