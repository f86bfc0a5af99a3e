using System.Runtime.CompilerServices;
using FsCheck;

namespace ExactGN.Tests;

/// <summary>The kit's own laws hold for right subjects: each case is a small run of the law, from a seed.</summary>
public sealed class KitProperties
{
    // Each of a property's cases is a run of some cases of the law.
    private const double Share = 0.05;

    private const int CasesOfARun = 6;

    [Claim("KIT-1", Share = Share)]
    public Property The_parameter_jvp_is_linear_in_its_tangent(KitSubject subject, LawSeed seed) =>
        Judged("KIT-1", subject, seed);

    [Claim("KIT-2", Share = Share)]
    public Property The_parameter_vjp_is_linear_in_its_cotangent(KitSubject subject, LawSeed seed) =>
        Judged("KIT-2", subject, seed);

    [Claim("KIT-3", Share = Share)]
    public Property The_parameter_jvp_keeps_its_accuracy_at_every_size_of_its_tangent(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-3", subject, seed);

    [Claim("KIT-4", Share = Share)]
    public Property The_parameter_vjp_keeps_its_accuracy_at_every_size_of_its_cotangent(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-4", subject, seed);

    [Claim("KIT-5", Share = Share)]
    public Property Permuting_the_samples_permutes_the_parameter_jvp(KitSubject subject, LawSeed seed) =>
        Judged("KIT-5", subject, seed);

    [Claim("KIT-6", Share = Share)]
    public Property Permuting_the_samples_leaves_the_parameter_vjp(KitSubject subject, LawSeed seed) =>
        Judged("KIT-6", subject, seed);

    [Claim("KIT-7", Share = Share)]
    public Property The_parameter_jvp_of_a_part_of_the_batch_is_that_part_of_the_wholes(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-7", subject, seed);

    [Claim("KIT-8", Share = Share)]
    public Property A_batchs_parameter_vjp_is_the_sum_over_its_samples(KitSubject subject, LawSeed seed) =>
        Judged("KIT-8", subject, seed);

    [Claim("KIT-9", Share = Share)]
    public Property A_sample_without_cotangent_plays_no_part_in_the_vjp(KitSubject subject, LawSeed seed) =>
        Judged("KIT-9", subject, seed);

    [Claim("KIT-10", Share = Share)]
    public Property Cotangents_of_a_sample_that_is_there_twice_add(KitSubject subject, LawSeed seed) =>
        Judged("KIT-10", subject, seed);

    [Claim("KIT-11", Share = Share)]
    public Property A_sample_that_is_there_twice_has_one_parameter_jvp(KitSubject subject, LawSeed seed) =>
        Judged("KIT-11", subject, seed);

    [Claim("KIT-12", Share = Share)]
    public Property A_parameter_jvp_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-12", subject, seed);

    [Claim("KIT-13", Share = Share)]
    public Property A_parameter_vjp_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-13", subject, seed);

    [Claim("KIT-14", Share = Share)]
    public Property A_kernel_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-14", subject, seed);

    [Claim("KIT-15", Share = Share)]
    public Property The_parameter_jvp_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-15", subject, seed);

    [Claim("KIT-16", Share = Share)]
    public Property The_parameter_vjp_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-16", subject, seed);

    [Claim("KIT-17", Share = Share)]
    public Property The_kernel_is_not_zero_and_moves_with_its_inputs(KitSubject subject, LawSeed seed) =>
        Judged("KIT-17", subject, seed);

    [Claim("KIT-18", Share = Share)]
    public Property In_float32_the_parameter_jvp_is_that_of_float64_to_single_accuracy(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-18", subject, seed);

    [Claim("KIT-19", Share = Share)]
    public Property In_float32_the_parameter_vjp_is_that_of_float64_to_single_accuracy(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-19", subject, seed);

    [Claim("KIT-20", Share = Share)]
    public Property In_float32_the_kernel_is_that_of_float64_to_single_accuracy(KitSubject subject, LawSeed seed) =>
        Judged("KIT-20", subject, seed);

    [Claim("KIT-21", Share = Share)]
    public Property The_kernel_measures_vjps(KitSubject subject, LawSeed seed) =>
        Judged("KIT-21", subject, seed);

    [Claim("KIT-22", Share = Share)]
    public Property A_sample_that_is_there_twice_has_its_rows_of_the_kernel_twice(KitSubject subject, LawSeed seed) =>
        Judged("KIT-22", subject, seed);

    [Claim("KIT-23", Share = Share)]
    public Property The_parameter_vjp_is_adjoint_to_difference_quotients_of_the_map(KitSubject subject, LawSeed seed) =>
        Judged("KIT-23", subject, seed);

    [Claim("KIT-24", Share = Share)]
    public Property A_map_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-24", subject, seed);

    [Claim("KIT-25", Share = Share)]
    public Property The_map_moves_with_its_parameters_and_its_inputs(KitSubject subject, LawSeed seed) =>
        Judged("KIT-25", subject, seed);

    [Claim("KIT-26", Share = Share)]
    public Property In_float32_the_map_is_that_of_float64_to_single_accuracy(KitSubject subject, LawSeed seed) =>
        Judged("KIT-26", subject, seed);

    [Claim("KIT-27", Share = Share)]
    public Property The_input_vjp_is_linear_in_its_cotangent(KitSubject subject, LawSeed seed) =>
        Judged("KIT-27", subject, seed);

    [Claim("KIT-28", Share = Share)]
    public Property Central_differences_in_the_inputs_converge_to_the_input_jvp(KitSubject subject, LawSeed seed) =>
        Judged("KIT-28", subject, seed);

    [Claim("KIT-29", Share = Share)]
    public Property The_input_vjp_is_adjoint_to_difference_quotients_of_the_map(KitSubject subject, LawSeed seed) =>
        Judged("KIT-29", subject, seed);

    [Claim("KIT-30", Share = Share)]
    public Property A_samples_input_tangent_moves_no_other_sample(KitSubject subject, LawSeed seed) =>
        Judged("KIT-30", subject, seed);

    [Claim("KIT-31", Share = Share)]
    public Property The_input_jvp_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-31", subject, seed);

    [Claim("KIT-32", Share = Share)]
    public Property The_input_vjp_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-32", subject, seed);

    [Claim("KIT-33", Share = Share)]
    public Property A_least_norm_step_lies_in_the_row_space_of_J(KitSubject subject, LawSeed seed) =>
        Judged("KIT-33", subject, seed);

    [Claim("KIT-34", Share = Share)]
    public Property A_least_norm_step_is_the_pseudo_inverse_of_J_applied_to_the_error(KitSubject subject,
        LawSeed seed) =>
        Judged("KIT-34", subject, seed);

    [Claim("KIT-35", Share = Share)]
    public Property A_least_norm_step_has_the_length_that_the_kernel_gives(KitSubject subject, LawSeed seed) =>
        Judged("KIT-35", subject, seed);

    [Claim("KIT-36", Share = Share)]
    public Property The_step_of_what_a_step_realised_is_that_step(KitSubject subject, LawSeed seed) =>
        Judged("KIT-36", subject, seed);

    [Claim("KIT-37", Share = Share)]
    public Property A_least_norm_step_finds_a_vector_of_the_row_space_again(KitSubject subject, LawSeed seed) =>
        Judged("KIT-37", subject, seed);

    [Claim("KIT-38", Share = Share)]
    public Property A_least_norm_step_splits_lengths_like_Pythagoras(KitSubject subject, LawSeed seed) =>
        Judged("KIT-38", subject, seed);

    [Claim("KIT-39", Share = Share)]
    public Property Least_norm_steps_of_J_make_a_symmetric_projector(KitSubject subject, LawSeed seed) =>
        Judged("KIT-39", subject, seed);

    [Claim("KIT-40", Share = Share)]
    public Property A_part_of_the_batch_has_no_longer_least_norm_step(KitSubject subject, LawSeed seed) =>
        Judged("KIT-40", subject, seed);

    [Claim("KIT-41", Share = Share)]
    public Property A_step_is_not_zero_and_no_other_errors(KitSubject subject, LawSeed seed) =>
        Judged("KIT-41", subject, seed);

    [Claim("KIT-42", Share = Share)]
    public Property No_error_no_step(KitSubject subject, LawSeed seed) =>
        Judged("KIT-42", subject, seed);

    [Claim("KIT-43", Share = Share)]
    public Property A_damped_step_solves_the_damped_normal_equations(KitSubject subject, LawSeed seed) =>
        Judged("KIT-43", subject, seed);

    [Claim("KIT-44", Share = Share)]
    public Property A_damped_step_is_the_filtered_one_and_so_approaches_the_pseudo_inverse_of_J_applied_to_the_error(
        KitSubject subject, LawSeed seed) =>
        Judged("KIT-44", subject, seed);

    [Claim("KIT-45", Share = Share)]
    public Property A_growing_damping_makes_the_step_the_gradient_over_lambda(KitSubject subject, LawSeed seed) =>
        Judged("KIT-45", subject, seed);

    [Claim("KIT-46", Share = Share)]
    public Property More_damping_no_longer_step(KitSubject subject, LawSeed seed) =>
        Judged("KIT-46", subject, seed);

    [Claim("KIT-47", Share = Share)]
    public Property Both_forms_of_the_target_give_one_step(KitSubject subject, LawSeed seed) =>
        Judged("KIT-47", subject, seed);

    [Claim("KIT-48", Share = Share)]
    public Property A_damped_step_of_a_loss_solves_its_damped_normal_equations(KitSubject subject, LawSeed seed) =>
        Judged("KIT-48", subject, seed);

    [Claim("KIT-50", Share = Share)]
    public Property A_least_squares_solution_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-50", subject, seed);

    [Claim("KIT-51", Share = Share)]
    public Property A_least_squares_solution_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-51", subject, seed);

    [Claim("KIT-52", Share = Share)]
    public Property A_least_squares_solution_is_linear_in_the_right_hand_side(KitSubject subject, LawSeed seed) =>
        Judged("KIT-52", subject, seed);

    [Claim("KIT-60", Share = Share)]
    public Property A_losss_gradient_is_not_zero_not_constant_and_no_echo(KitSubject subject, LawSeed seed) =>
        Judged("KIT-60", subject, seed);

    [Claim("KIT-61", Share = Share)]
    public Property A_loss_that_is_asked_for_again_is_the_same(KitSubject subject, LawSeed seed) =>
        Judged("KIT-61", subject, seed);

    [Claim("KIT-62", Share = Share)]
    public Property The_Hessian_is_symmetric(KitSubject subject, LawSeed seed) =>
        Judged("KIT-62", subject, seed);

    [Claim("KIT-63", Share = Share)]
    public Property The_Newton_direction_solves_the_Newton_equation(KitSubject subject, LawSeed seed) =>
        Judged("KIT-63", subject, seed);

    [Claim("KIT-64", Share = Share)]
    public Property The_damped_direction_solves_the_damped_equation(KitSubject subject, LawSeed seed) =>
        Judged("KIT-64", subject, seed);

    [Claim("KIT-70", Share = Share)]
    public Property Alignment_is_its_definition_whatever_the_scales(KitSubject subject, LawSeed seed) =>
        Judged("KIT-70", subject, seed);

    [Claim("KIT-71", Share = Share)]
    public Property Drift_is_its_definition_whatever_the_scale(KitSubject subject, LawSeed seed) =>
        Judged("KIT-71", subject, seed);

    [Claim("KIT-80", Share = Share)]
    public Property A_blocks_jvp_is_the_derivative_of_the_coupling_formula(KitSubject subject, LawSeed seed) =>
        Judged("KIT-80", subject, seed);

    [Claim("KIT-81", Share = Share)]
    public Property The_features_of_a_half_coupling_are_the_activations_and_ones(KitSubject subject, LawSeed seed) =>
        Judged("KIT-81", subject, seed);

    [Claim("KIT-82", Share = Share)]
    public Property The_reversible_update_realises_the_output_error(KitSubject subject, LawSeed seed) =>
        Judged("KIT-82", subject, seed);

    private static Property Judged(string id, KitSubject subject, LawSeed seed, [CallerMemberName] string property = "")
    {
        var outcome = Judging.Of(subject.Subject, [LawBook.Of(id)],
            new() { Cases = CasesOfARun, Seed = seed.Value, Shrinks = false }).Single();
        return outcome.Standing is LawStanding.Holds or LawStanding.Rejected
            ? Verdict.Below(seed, outcome.WorstRatio, property: property)
            : Verdict.Discard(property);
    }
}
