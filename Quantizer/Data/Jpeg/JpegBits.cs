namespace Octavo.Tool.Data.Jpeg;

/// <summary>The bits of a scan, the highest of a byte first. A zero behind 0xFF is stuffing; anything else there is a marker, where the bits end.</summary>
internal sealed class JpegBits(byte[] bytes, int start, string file)
{
    private int _current;
    private int _left;

    /// <summary>Where the next byte lies.</summary>
    public int Position { get; private set; } = start;

    /// <exception cref="CommandException">There are no more bits.</exception>
    public int Next()
    {
        if (_left == 0)
        {
            bool isMarker = Position + 1 < bytes.Length && bytes[Position] == 0xFF && bytes[Position + 1] != 0;
            if (Position >= bytes.Length || isMarker)
            {
                throw new CommandException($"{file} is truncated or damaged: a picture ends early.");
            }

            _current = bytes[Position];
            _left = 8;
            Position += _current == 0xFF ? 2 : 1;
        }

        return (_current >> --_left) & 1;
    }

    /// <summary>A signed number of so many bits: those that begin with 0 are negative, <c>-(2^count - 1)</c> more than they say.</summary>
    public int Signed(int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            value = (value << 1) | Next();
        }

        return count > 0 && value >> (count - 1) == 0 ? value - (1 << count) + 1 : value;
    }

    /// <summary>Drops what is left of a byte, and the restart marker that must follow.</summary>
    public void Restart()
    {
        _left = 0;
        while (Position + 1 < bytes.Length && !(bytes[Position] == 0xFF && bytes[Position + 1] is >= 0xD0 and <= 0xD7))
        {
            Position++;
        }

        Position += 2;
    }
}
