/** Alerts as syslog messages and SNMP traps. */
package org.trunkline.examples.alarms;
