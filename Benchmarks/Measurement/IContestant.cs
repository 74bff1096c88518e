namespace Octavo.Benchmarks.Measurement;

/// <summary>One side of a comparison: something that can be run any number of times in a row.</summary>
internal interface IContestant
{
    /// <summary>Warms up and returns how many runs fill a block.</summary>
    int WarmUp();

    /// <summary>Runs a block and returns the milliseconds that one run took.</summary>
    double TimeBlock(int runs);
}
