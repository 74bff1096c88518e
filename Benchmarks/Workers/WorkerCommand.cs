using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Octavo.Benchmarks.Measurement;

namespace Octavo.Benchmarks.Workers;

/// <summary>
/// <c>worker RUNTIME MODEL</c>: the other end of a <see cref="WorkerProcess"/>. Answers one line per line, and sleeps between them.
/// </summary>
internal static class WorkerCommand
{
    public const string Name = "worker";
    public const string Octavo = "octavo";
    public const string OnnxRuntime = "onnxruntime";

    public static Command Create()
    {
        var runtime = new Argument<string>("RUNTIME");
        runtime.AcceptOnlyFromAmong(Octavo, OnnxRuntime);
        var model = new Argument<string>("MODEL");
        var shapes = new Option<string?>("--input-shapes");
        var keepSigned = new Option<bool>("--keep-signed");
        var processorTime = new Option<bool>("--processor-time");
        var command = new Command(Name, "Runs blocks of one network for the other commands.") { runtime, model, shapes, keepSigned, processorTime };
        command.Hidden = true;
        command.SetAction(parsed => Serve(
            () => parsed.GetRequiredValue(runtime) == Octavo
                ? new OctavoRunner(parsed.GetRequiredValue(model), parsed.GetValue(shapes))
                : new OnnxRuntimeRunner(parsed.GetRequiredValue(model), parsed.GetValue(keepSigned)),
            parsed.GetValue(processorTime) ? Clock.Processor : Clock.Wall));
        return command;
    }

    private static int Serve(Func<INetworkRunner> load, Clock clock)
    {
        INetworkRunner? runner = null;
        Answer(() =>
        {
            runner = load();
            return new WorkerReply { Facts = runner.Facts };
        });
        if (runner is null)
        {
            return 1;
        }

        using (runner)
        {
            var contestant = new Contestant(runner.Run, clock);
            while (Console.In.ReadLine() is { } line)
            {
                Answer(() => Do(JsonSerializer.Deserialize<WorkerRequest>(line)!, runner, contestant));
            }
        }

        return 0;
    }

    private static WorkerReply Do(WorkerRequest request, INetworkRunner runner, Contestant contestant)
    {
        switch (request)
        {
            case WorkerRequest.Open(var threads):
                runner.Open(threads);
                return new WorkerReply();
            case WorkerRequest.Infer(var inputs):
                return new WorkerReply { Outputs = runner.Infer(inputs) };
            case WorkerRequest.Allocations:
                return new WorkerReply { Number = runner.AllocatedBytes() };
            case WorkerRequest.WarmUp:
                return new WorkerReply { Number = contestant.WarmUp() };
            case WorkerRequest.TimeBlock(var runs):
                return new WorkerReply { Number = contestant.TimeBlock(runs) };
            default:
                throw new NotSupportedException(request.ToString());
        }
    }

    private static void Answer(Func<WorkerReply> work)
    {
        WorkerReply reply;
        try
        {
            reply = work();
        }
        catch (RefusedException e)
        {
            reply = new WorkerReply { Refusal = e.Message };
        }
        catch (Exception e)
        {
            reply = new WorkerReply { Error = e is FileNotFoundException or InvalidOperationException ? e.Message : e.ToString() };
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(reply));
        Console.Out.Flush();
    }
}
