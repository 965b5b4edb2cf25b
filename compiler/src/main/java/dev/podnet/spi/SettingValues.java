package dev.podnet.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a backend, checked against its {@link SettingSpec}s, defaults filled in, each value in its normal form:
 * numbers without leading zeros, durations as a number of seconds, addresses as {@link
 * dev.podnet.net.IpAddress#toString()} writes them, endpoints as {@code ADDRESS:PORT} with brackets around IPv6 or
 * without a port as an address.
 *
 * @param values the texts by key
 */
public record SettingValues(Map<String, List<String>> values) {

  /** Copies the map. */
  public SettingValues {
    values = Map.copyOf(values);
  }

  /** The only value of a setting, if there is one. */
  public Optional<String> text(String key) {
    List<String> list = values.getOrDefault(key, List.of());
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0));
  }

  /** All values of a setting; empty when it is not written. */
  public List<String> list(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** The value of a number, a port or a duration that has a default. */
  public int number(String key) {
    return Integer.parseInt(text(key).orElseThrow());
  }

  /** The value of a switch that has a default. */
  public boolean on(String key) {
    return text(key).orElseThrow().equals("on");
  }
}
