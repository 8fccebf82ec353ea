package dev.advect.view.page;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;

/** The browser of a desktop. */
public final class Browser {
    private Browser() {}

    /** Opens an address where there is a desktop, and returns whether there is one that did. */
    public static boolean open(String address) {
        if (GraphicsEnvironment.isHeadless() || !Desktop.isDesktopSupported()
                || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
            return false;
        }
        try {
            Desktop.getDesktop().browse(URI.create(address));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
