namespace Octavo.Runtime;

/// <summary>One register of u8 codes.</summary>
internal unsafe interface IByteLanes<V>
    where V : struct
{
    static abstract int Count { get; }

    static abstract V Load(byte* address);

    static abstract void Store(byte* address, V value);

    static abstract V Max(V left, V right);
}
