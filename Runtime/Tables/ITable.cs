namespace Octavo.Runtime;

/// <summary>How an instruction set looks up codes in a table of 256.</summary>
internal unsafe interface ITable
{
    /// <summary>Maps contiguous codes, as many as fit whole registers.</summary>
    /// <returns>How many it mapped.</returns>
    static abstract int Map(byte* x, byte* y, byte* table, int count);
}
