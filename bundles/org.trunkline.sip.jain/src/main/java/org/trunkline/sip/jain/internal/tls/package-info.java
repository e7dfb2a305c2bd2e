@NullMarked
package org.trunkline.sip.jain.internal.tls;

import org.jspecify.annotations.NullMarked;
