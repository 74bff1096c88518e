namespace Octavo.Benchmarks.Workers;

/// <summary>Something that is made ready in several ways, which have numbers.</summary>
internal interface IOpenRunner : IRunner
{
    void Open(int number);
}
