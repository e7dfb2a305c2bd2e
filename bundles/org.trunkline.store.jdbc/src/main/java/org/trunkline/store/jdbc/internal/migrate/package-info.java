@NullMarked
package org.trunkline.store.jdbc.internal.migrate;

import org.jspecify.annotations.NullMarked;
