@NullMarked
package org.trunkline.store.jdbc.internal.config;

import org.jspecify.annotations.NullMarked;
