package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.ChoiceContext;
import dev.podnet.grammar.PodnetParser.ClusterDomainContext;
import dev.podnet.grammar.PodnetParser.ClusterItemContext;
import dev.podnet.grammar.PodnetParser.ClusterPodCidrContext;
import dev.podnet.grammar.PodnetParser.MtuContext;
import dev.podnet.grammar.PodnetParser.NodeMaskContext;
import dev.podnet.grammar.PodnetParser.NodePortAddressesContext;
import dev.podnet.grammar.PodnetParser.NodePortRangeContext;
import dev.podnet.grammar.PodnetParser.ServiceCidrContext;
import dev.podnet.grammar.PodnetParser.SettingContext;
import dev.podnet.grammar.PodnetParser.SettingItemContext;
import dev.podnet.grammar.PodnetParser.SettingValueContext;
import dev.podnet.grammar.PodnetParser.SettingsBodyContext;
import dev.podnet.grammar.PodnetParser.ToggleContext;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ClusterItem.Option;
import dev.podnet.syntax.ClusterItem.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** Builds what stands in {@code cluster NAME { … }}. */
final class ClusterBuilder {

  /** The smallest MTU of a link that carries IPv4 (RFC 791, section 3.2). */
  static final int MTU_MIN = 68;

  /** The largest IP packet. */
  static final int MTU_MAX = 65535;

  private final Reading reading;
  private final Values values;

  ClusterBuilder(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** Builds one statement; {@code once} knows those before it. */
  Optional<ClusterItem> item(ClusterItemContext rule, Once once) {
    ParseTree statement = rule.getChildCount() == 0 ? null : rule.getChild(0);
    if (statement instanceof ChoiceContext c) {
      return choice(c, once);
    }
    if (reading.broken(rule) || !(statement instanceof ParserRuleContext c)) {
      return Optional.empty();
    }
    if (c instanceof ToggleContext toggle) {
      return toggle(toggle, once);
    }
    if (c instanceof MtuContext mtu) {
      return once.first(mtu.getStart())
          ? mtu(mtu).map(n -> new ClusterItem.Mtu(reading.span(c), n))
          : Optional.empty();
    }
    return range(c, once);
  }

  private Optional<ClusterItem> range(ParserRuleContext c, Once once) {
    Span span = reading.span(c);
    if (c instanceof ClusterPodCidrContext s && once.first(c.getStart())) {
      List<Located<Cidr>> cidrs = values.addresses().cidrPerFamily(s.cidrs());
      return some(cidrs, new ClusterItem.PodCidr(span, cidrs));
    }
    if (c instanceof ServiceCidrContext s && once.first(c.getStart())) {
      List<Located<Cidr>> cidrs = values.addresses().cidrPerFamily(s.cidrs());
      return some(cidrs, new ClusterItem.ServiceCidr(span, cidrs));
    }
    if (c instanceof NodePortAddressesContext s && once.first(c.getStart())) {
      List<Located<Cidr>> cidrs = values.addresses().cidrs(s.cidrs());
      return some(cidrs, new ClusterItem.NodePortAddresses(span, cidrs));
    }
    if (c instanceof NodeMaskContext s && once.first(c.getStart())) {
      return masks(s, span);
    }
    if (c instanceof NodePortRangeContext s && once.first(c.getStart())) {
      return values
          .numbers()
          .range(reading.span(s.portRange()), false)
          .map(range -> new ClusterItem.NodePortRange(span, range));
    }
    if (c instanceof ClusterDomainContext s && once.first(c.getStart())) {
      return values
          .names()
          .subdomain(reading.span(s.name()), "a domain")
          .map(name -> new ClusterItem.ClusterDomain(span, name));
    }
    return Optional.empty();
  }

  private Optional<ClusterItem> masks(NodeMaskContext s, Span span) {
    List<Located<Integer>> lengths = Reading.each(s.mask(), values.addresses()::mask);
    if (lengths.size() > 2) {
      reading.report(Diagnostic.at(
              lengths.get(2).span(),
              SyntaxCode.EXTRA_VALUE,
              "`nodeMask` takes one mask for each family")
          .label("a third one"));
    }
    return some(lengths, new ClusterItem.NodeMask(span, lengths));
  }

  private static Optional<ClusterItem> some(List<?> values, ClusterItem item) {
    return values.isEmpty() ? Optional.empty() : Optional.of(item);
  }

  /** The number of an {@code mtu} statement. */
  Optional<Located<Integer>> mtu(MtuContext rule) {
    return values.numbers().number(reading.span(rule.number()), "an MTU", MTU_MIN, MTU_MAX);
  }

  private Optional<ClusterItem> toggle(ToggleContext rule, Once once) {
    if (!once.first(rule.getStart())) {
      return Optional.empty();
    }
    Option option = rule.MASQUERADE() != null
        ? Option.MASQUERADE
        : rule.MASQUERADE_ALL() != null ? Option.MASQUERADE_ALL : Option.LOCALHOST_NODE_PORTS;
    return values
        .names()
        .toggle(reading.span(rule.toggleValue()))
        .map(on -> new ClusterItem.Toggle(reading.span(rule), option, on));
  }

  private Optional<ClusterItem> choice(ChoiceContext rule, Once once) {
    Token keyword = rule.getStart();
    boolean first = once.first(keyword);
    List<Setting> settings = settings(rule.settingsBody());
    if (!reading.sound(rule.name()) || !first) {
      return Optional.empty();
    }
    return values
        .names()
        .label(reading.span(rule.name()), "a backend")
        .map(name -> new ClusterItem.Choice(reading.span(rule), role(rule), name, settings));
  }

  private static Role role(ChoiceContext rule) {
    if (rule.BACKEND() != null) {
      return Role.BACKEND;
    }
    if (rule.WIRING() != null) {
      return Role.WIRING;
    }
    if (rule.FABRIC() != null) {
      return Role.FABRIC;
    }
    if (rule.PROXY_MODE() != null) {
      return Role.PROXY_MODE;
    }
    return rule.DNS() != null ? Role.DNS : Role.INGRESS;
  }

  private List<Setting> settings(SettingsBodyContext body) {
    List<Setting> settings = new ArrayList<>();
    if (body != null) {
      Once once = new Once(reading);
      for (SettingItemContext item : body.settingItem()) {
        SettingContext rule = item.setting();
        if (rule != null && !reading.broken(item) && once.first(rule.name().getStart())) {
          setting(rule).ifPresent(settings::add);
        }
      }
    }
    return settings;
  }

  private Optional<Setting> setting(SettingContext rule) {
    Span key = reading.span(rule.name());
    if (values.assigned(
        key,
        rule.settingValue().isEmpty()
            ? "VALUE"
            : reading.span(rule.settingValue(0)).text())) {
      return Optional.empty();
    }
    List<Located<String>> found = new ArrayList<>();
    for (SettingValueContext value : rule.settingValue()) {
      Span span = reading.span(value);
      if (value.STRING() != null) {
        values.text(span).ifPresent(found::add);
      } else if (!Oddities.report(reading, span)) {
        found.add(new Located<>(span.text(), span));
      }
    }
    return Optional.of(new Setting(reading.span(rule), new Located<>(key.text(), key), found));
  }
}
