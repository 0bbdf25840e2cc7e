# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What run and test share: find out what is missing, install it after asking,
# configure and build. Sourced, never run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
trees=$top/_build
assume_yes=${CI:+yes}
[ -t 0 ] || assume_yes=yes

say() { printf '\033[1m%s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# One package list for each package manager and purpose. build: compile Pinfold;
# drive: use it without a screen, as the demo and the end-to-end tests do;
# check: what only the tests need.
package_manager() {
  local manager
  for manager in apt-get dnf pacman; do
    if command -v "$manager" >/dev/null; then echo "$manager"; return; fi
  done
}

packages_apt_get() {
  case $1 in
    build) echo gcc libc6-dev meson ninja-build pkgconf gettext desktop-file-utils python3 \
      libglib2.0-dev libgtk-4-dev libgtk-4-bin libadwaita-1-dev libsoup-3.0-dev \
      libjson-glib-dev libsecret-1-dev libsqlite3-dev libgnutls28-dev libgdk-pixbuf-2.0-dev \
      libjpeg62-turbo-dev libpng-dev libwebp-dev libseccomp-dev \
      adwaita-icon-theme librsvg2-common glib-networking ca-certificates dbus ;;
    drive) echo xvfb xauth openbox xdotool imagemagick at-spi2-core gir1.2-atspi-2.0 gir1.2-gtk-4.0 \
      python3-gi gnome-keyring libsecret-tools libglib2.0-bin dconf-gsettings-backend \
      gsettings-desktop-schemas fonts-cantarell fonts-dejavu-core xdg-utils util-linux \
      chromium chromium-driver ;;
    check) echo git clang-format appstream libxml2-utils librsvg2-bin binutils \
      libimage-exiftool-perl iproute2 procps strace python3-dbusmock python3-dbus \
      python3-jsonschema python3-yaml sqlite3 curl ;;
    flatpak) echo flatpak flatpak-builder bubblewrap elfutils ostree debootstrap fuse3 \
      ca-certificates gnupg python3-yaml ;;
    portals) echo dbus xdg-desktop-portal xdg-desktop-portal-gtk xdg-dbus-proxy ;;
    deb) echo build-essential debhelper dpkg-dev fakeroot lintian git ;;
  esac
}

packages_dnf() {
  case $1 in
    build) echo gcc meson ninja-build pkgconf-pkg-config gettext desktop-file-utils python3 \
      glib2-devel gtk4-devel libadwaita-devel libsoup3-devel json-glib-devel libsecret-devel \
      sqlite-devel gnutls-devel gdk-pixbuf2-devel libjpeg-turbo-devel libpng-devel \
      libwebp-devel libseccomp-devel adwaita-icon-theme librsvg2 glib-networking dbus-daemon ;;
    drive) echo xorg-x11-server-Xvfb xorg-x11-xauth openbox xdotool ImageMagick at-spi2-core python3-gobject \
      gnome-keyring libsecret abattis-cantarell-fonts dejavu-sans-fonts xdg-utils util-linux \
      chromium chromedriver ;;
    check) echo git clang-tools-extra appstream libxml2 librsvg2-tools binutils \
      libasan libubsan perl-Image-ExifTool iproute procps-ng strace python3-dbusmock \
      python3-dbus python3-jsonschema python3-pyyaml sqlite curl ;;
    flatpak) echo flatpak flatpak-builder bubblewrap elfutils ostree debootstrap fuse3 gnupg2 python3-pyyaml ;;
    portals) echo xdg-desktop-portal xdg-desktop-portal-gtk xdg-dbus-proxy ;;
  esac
}

packages_pacman() {
  case $1 in
    build) echo gcc meson ninja pkgconf gettext desktop-file-utils python glib2-devel gtk4 \
      libadwaita libsoup3 json-glib libsecret sqlite gnutls gdk-pixbuf2 libjpeg-turbo libpng \
      libwebp libseccomp adwaita-icon-theme librsvg glib-networking dbus ;;
    drive) echo xorg-server-xvfb xorg-xauth openbox xdotool imagemagick at-spi2-core python-gobject \
      gnome-keyring cantarell-fonts ttf-dejavu xdg-utils util-linux chromium ;;
    check) echo git clang appstream libxml2 binutils perl-image-exiftool iproute2 procps-ng \
      strace python-dbusmock python-dbus python-jsonschema python-yaml curl ;;
    flatpak) echo flatpak flatpak-builder bubblewrap elfutils ostree debootstrap fuse3 gnupg python-yaml ;;
    portals) echo xdg-desktop-portal xdg-desktop-portal-gtk xdg-dbus-proxy ;;
  esac
}

# Print those of the named packages that are not installed.
missing_packages() {
  local manager=$1 name
  shift
  case $manager in
    apt-get)
      comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null \
          | sed -n 's/^ii //p' | sort -u) ;;
    dnf) for name in "$@"; do rpm -q --whatprovides "$name" >/dev/null 2>&1 || echo "$name"; done ;;
    pacman) pacman -T "$@" || true ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  elif command -v doas >/dev/null; then
    doas "$@"
  else
    die "This needs root, and there is neither sudo nor doas. As root, run: $*"
  fi
}

# Install what the purposes (build, drive, check) need and is not there.
install_missing() {
  local manager purpose wanted=() missing answer
  manager=$(package_manager)
  if [ -z "$manager" ]; then
    say "No apt, dnf or pacman here: going on with what is installed."
    return
  fi
  for purpose in "$@"; do
    # shellcheck disable=SC2207  # package names have no spaces
    wanted+=($("packages_${manager//-/_}" "$purpose"))
  done
  missing=$(missing_packages "$manager" "${wanted[@]}" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0

  say "To be installed with $manager, from your distribution:"
  fold -s -w 78 <<<"$missing" | sed 's/^/  /'
  if [ "$assume_yes" != yes ]; then
    read -r -p 'Install them now? [Y/n] ' answer
    case $answer in
      '' | [Yy]*) ;;
      *) die "Nothing was installed." ;;
    esac
  fi
  # shellcheck disable=SC2086  # a list of names
  case $manager in
    apt-get)
      as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing ;;
    dnf) as_root dnf install -y --setopt=install_weak_deps=False $missing ;;
    pacman) as_root pacman -S --needed --noconfirm $missing ;;
  esac
}

# The distribution's own Python has the GObject bindings; another one that
# comes first in PATH (pyenv, conda) would not.
use_system_python() {
  [ -x /usr/bin/python3 ] || return 0
  python=/usr/bin/python3
}
# shellcheck disable=SC2034  # used by run and test
python=python3

# Where what took long to make for Flatpak is kept between runs.
flatpak_cache() { realpath -m "${PINFOLD_FLATPAK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pinfold-flatpak}"; }

# copy_checkout FOLDER: what belongs to the project, committed or about to be, and nothing else.
copy_checkout() {
  mkdir -p "$1"
  if [ -e "$top/.git" ]; then
    git -c safe.directory="$top" -C "$top" ls-files -z --cached --others --exclude-standard
  else
    (cd "$top" && find . \( -path './_build*' -o -path './build' \) -prune -o -type f -print0)
  fi | (cd "$top" && while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done \
    | tar --create --null --files-from=- --file=-) | tar --extract --no-same-owner --directory="$1"
}

# configure TREE OPTION...: set the build tree up once; later calls cost nothing.
configure() {
  local tree=$trees/$1
  shift
  if [ ! -f "$tree/build.ninja" ]; then
    mkdir -p "$tree"
    meson setup "$tree" "$top" "$@" >"$tree.configure.log" 2>&1 || {
      tail -n 40 "$tree.configure.log" >&2
      die "Configuring failed; the whole log is $tree.configure.log"
    }
  fi
}

build() {
  local tree=$trees/$1
  if ! ninja -C "$tree" >"$tree.build.log" 2>&1; then
    grep -E -A4 'error|warning|FAILED' "$tree.build.log" | head -n 60 >&2 || tail -n 40 "$tree.build.log" >&2
    die "Building failed; the whole log is $tree.build.log"
  fi
}
