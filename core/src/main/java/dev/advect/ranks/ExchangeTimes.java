package dev.advect.ranks;

/**
 * Where the time of exchanges went.
 *
 * @param transfer the seconds in which data was under way
 * @param waiting the seconds in which this process waited for others that had not come so far yet
 * @param bytes the number of bytes that this process received
 */
public record ExchangeTimes(double transfer, double waiting, long bytes) {}
