@NullMarked
package org.trunkline.ui.calls.internal;

import org.jspecify.annotations.NullMarked;
