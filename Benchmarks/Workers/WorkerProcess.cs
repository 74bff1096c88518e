using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Text.Json;
using Octavo.Benchmarks.Measurement;

namespace Octavo.Benchmarks.Workers;

/// <summary>
/// A network in one runtime, in a process of its own. It runs only while it answers: threads that one runtime leaves spinning cannot take the
/// processors from the other, because every answer is followed by a wait until the process is idle.
/// </summary>
internal sealed class WorkerProcess : IContestant, IDisposable
{
    private readonly Process _process;
    private bool _mayLeaveThreadsSpinning;

    /// <summary>Starts a process that loads its subject; <see cref="Load"/> waits for it.</summary>
    /// <param name="arguments">Of <see cref="WorkerCommand"/>.</param>
    public WorkerProcess(params IEnumerable<string> arguments)
        : this([], arguments)
    {
    }

    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">Of <see cref="WorkerCommand"/>.</param>
    public WorkerProcess((string Name, string Value)[] environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        start.ArgumentList.Add(WorkerCommand.Name);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    /// <summary>What a network worker says first.</summary>
    /// <exception cref="RefusedException">The runtime does not take the model.</exception>
    public NetworkFacts Load() => Receive().Facts!;

    /// <summary>What other workers say first.</summary>
    /// <exception cref="RefusedException">There is no such subject.</exception>
    public double LoadNumber() => Receive().Number;

    public void Open(int threads)
    {
        _mayLeaveThreadsSpinning = threads > 1;
        Ask(new WorkerRequest.Open(threads));
    }

    public void OpenLayer(int index) => Ask(new WorkerRequest.Open(index));

    public byte[][] Infer(IReadOnlyList<TensorBytes> inputs) => Ask(new WorkerRequest.Infer(inputs)).Outputs!;

    public double AllocatedBytes() => Ask(new WorkerRequest.Allocations()).Number;

    public int WarmUp() => (int)Ask(new WorkerRequest.WarmUp()).Number;

    public double TimeBlock(int runs) => Ask(new WorkerRequest.TimeBlock(runs)).Number;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private WorkerReply Ask(WorkerRequest request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        var reply = Receive();
        if (_mayLeaveThreadsSpinning)
        {
            ProcessActivity.AwaitIdle(_process);
        }

        return reply;
    }

    private WorkerReply Receive()
    {
        string line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The process ended with the exit code {ExitCode()}.");
        var reply = JsonSerializer.Deserialize<WorkerReply>(line)!;
        return reply switch
        {
            { Refusal: { } refusal } => throw new RefusedException(refusal),
            { Error: { } error } => throw new InvalidOperationException(error),
            _ => reply,
        };
    }

    private int ExitCode()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }
}
