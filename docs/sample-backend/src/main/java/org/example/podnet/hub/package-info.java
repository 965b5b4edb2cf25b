/** A fabric that sends all pod traffic by way of one node. */
package org.example.podnet.hub;
