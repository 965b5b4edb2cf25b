package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nodes' keys of WireGuard, of which the file beside a spec has the public halves. */
final class Keys {

  private final Map<String, KeyPair> pairs = new TreeMap<>();

  private Keys() {}

  /** Makes keys for nodes and tells them in a folder. */
  static Keys told(Path base, List<String> nodes) throws IOException, GeneralSecurityException {
    Keys keys = new Keys();
    for (String node : nodes) {
      keys.pairs.put(node, KeyPair.random());
    }
    Files.write(base.resolve("podnet.keys"), nodes.stream().map(keys::line).toList());
    return keys;
  }

  /** The line that tells a node's key. */
  String line(String node) {
    return node + " " + open(node);
  }

  /** The public half of a node's key. */
  String open(String node) {
    return pairs.get(node).open();
  }

  /** Puts the private halves where the hosts of a cluster keep them. */
  void put(Scene scene, String cluster) {
    String put = "umask 077; mkdir -p ${0%/*}; echo $1 >$0";
    pairs.forEach((node, pair) -> {
      String file = "/etc/podnet/" + cluster + "/" + node + "/wireguard.key";
      Lab.Run run = scene.lab.run(Lab.job(node, "bash", "-c", put, file, pair.secret()));
      assertThat(run.rc()).as(run.toString()).isZero();
    });
  }

  /** A pair of keys of Curve25519, as wg genkey and wg pubkey print them. */
  private record KeyPair(String secret, String open) {
    static KeyPair random() throws GeneralSecurityException {
      var pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] secret = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
      byte[] bigEndian = ((XECPublicKey) pair.getPublic()).getU().toByteArray();
      byte[] open = new byte[32];
      for (int i = 0; i < bigEndian.length && i < open.length; i++) {
        open[i] = bigEndian[bigEndian.length - 1 - i];
      }
      Base64.Encoder encoder = Base64.getEncoder();
      return new KeyPair(encoder.encodeToString(secret), encoder.encodeToString(open));
    }
  }
}
