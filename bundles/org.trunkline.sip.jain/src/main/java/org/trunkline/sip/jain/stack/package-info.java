/** Classes that jain-sip loads by name, and so through its own bundle's class loader. */
package org.trunkline.sip.jain.stack;
